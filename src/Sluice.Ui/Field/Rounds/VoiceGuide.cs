using Sluice.Metering.Sessions;

namespace Sluice.Ui.Field.Rounds;

/// <summary>Decides what is worth saying aloud in a round: a floor that is nearly or wholly done, and the end. Not every meter.</summary>
/// <param name="words">The words.</param>
public sealed class VoiceGuide(Texts words)
{
    /// <summary>Say how many are left on a floor when it is so few.</summary>
    private const int Few = 2;

    private readonly Dictionary<(string Tower, int? Floor), int> said = [];
    private bool saidAll;

    /// <summary>What to say after targets changed; null: nothing that matters.</summary>
    /// <param name="round">The round after the change.</param>
    /// <param name="changed">What changed.</param>
    public string? After(RoundOnPhone round, IReadOnlyList<SessionTarget> changed)
    {
        if (round.Session.Mode != ScanMode.FreeRoam && round.Session.Progress.Remaining == 0)
        {
            if (saidAll) return null;
            saidAll = true;
            return round.Session.Progress.Unreadable == 0 ? words["Voice.All"] : words["Voice.AllBut", round.Session.Progress.Unreadable];
        }
        saidAll = false;
        string? text = null;
        foreach (var place in changed.Select(static t => (t.Tower, t.Floor)).Distinct())
        {
            var left = round.Targets.Count(t => t.Tower == place.Tower && t.Floor == place.Floor && t.State == TargetState.Missing);
            if (left > Few || (said.TryGetValue(place, out var before) && before <= left)) continue;
            said[place] = left;
            text = left == 0 ? words["Voice.FloorDone", Name(place)] : words["Voice.FloorLeft", Name(place), left];
        }
        return text;
    }

    private string Name((string Tower, int? Floor) place) => place switch
    {
        { Tower: "" } => words["Place.Society"],
        { Floor: { } floor } => words["Place.Floor", place.Tower, floor],
        _ => words["Place.Tower", place.Tower],
    };
}
