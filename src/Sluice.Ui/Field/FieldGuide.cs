using Sluice.Metering.Sessions;
using Sluice.Ui.Browser;
using Sluice.Ui.Field.Readers;
using Sluice.Ui.Field.Rounds;

namespace Sluice.Ui.Field;

/// <summary>Makes progress felt while the phone is in a pocket: a short buzz for a capture, a voice for what matters.</summary>
public sealed class FieldGuide
{
    private const string Key = "voice";
    private const int BuzzMs = 60;
    private readonly FieldRounds rounds;
    private readonly FieldStation station;
    private readonly IDeviceSignals signals;
    private readonly IKeptChoices choices;
    private readonly Texts words;
    private VoiceGuide voice;
    private SessionId? about;
    private ReaderState? reader;

    /// <summary>Listens to the station.</summary>
    public FieldGuide(FieldRounds rounds, FieldStation station, IDeviceSignals signals, IKeptChoices choices, Texts words)
    {
        (this.rounds, this.station, this.signals, this.choices, this.words, voice) = (rounds, station, signals, choices, words, new(words));
        station.Captured += changed => _ = CapturedAsync(changed);
        station.Changed += () => _ = FollowAsync();
    }

    /// <summary>True: it speaks.</summary>
    public bool Speaks { get; private set; }

    /// <summary>Takes the choice of this device up.</summary>
    public async Task LoadAsync() => Speaks = await choices.GetAsync(Key) == "on";

    /// <summary>Speaks from now on, or falls silent.</summary>
    public async Task SpeakAsync(bool on)
    {
        Speaks = on;
        await choices.SetAsync(Key, on ? "on" : "off");
        if (on) await signals.SpeakAsync(words["Voice.On"]);
    }

    private async Task CapturedAsync(IReadOnlyList<SessionTarget> changed)
    {
        await signals.VibrateAsync(BuzzMs);
        if (rounds.Open is not { } round) return;
        if (about != round.Session.Id) (about, voice) = (round.Session.Id, new(words));
        if (voice.After(round, changed) is { } text && Speaks) await signals.SpeakAsync(text);
    }

    private async Task FollowAsync()
    {
        var now = station.Reader?.State;
        var before = reader;
        reader = now;
        if (!Speaks || now == before) return;
        if (now == ReaderState.Lost) await signals.SpeakAsync(words["Voice.Lost"]);
        else if (now == ReaderState.Connected && before == ReaderState.Lost) await signals.SpeakAsync(words["Voice.Back"]);
    }
}
