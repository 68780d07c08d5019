using Sluice.Metering;
using Sluice.Metering.Meters;
using Sluice.Metering.Routing;
using Sluice.Metering.Sessions;

namespace Sluice.Ui.Field.Rounds;

/// <summary>A round as this phone knows it: what the server said last, with what was heard and noted here since. The rules are those of the server.</summary>
public sealed class RoundOnPhone
{
    private readonly SessionTarget[] targets;
    private readonly Dictionary<MeterId, int> places;
    private readonly Dictionary<MeterId, HeardMeter> unlisted = [];
    private readonly Dictionary<MeterId, HeardMeter> heard = [];
    private readonly Dictionary<string, StateCounts> byTower = [];
    private readonly Dictionary<(string Tower, string Flat), StateCounts> byFlat = [];

    /// <summary>Takes a round up.</summary>
    /// <param name="session">The round; its counts are made here.</param>
    /// <param name="targets">Its meters in order.</param>
    /// <param name="unlisted">Others that were heard.</param>
    public RoundOnPhone(ScanSession session, IReadOnlyList<SessionTarget> targets, IEnumerable<HeardMeter> unlisted)
    {
        Session = session;
        this.targets = [.. targets];
        places = new(targets.Count);
        foreach (var target in targets)
        {
            places[target.Meter] = target.Ordinal;
            Count(target, target.State, 1);
        }
        foreach (var meter in unlisted) this.unlisted[meter.Meter] = meter;
        Settle();
    }

    /// <summary>The round with its counts.</summary>
    public ScanSession Session { get; private set; }

    /// <summary>Its meters in order.</summary>
    public IReadOnlyList<SessionTarget> Targets => targets;

    /// <summary>Meters heard that are not on the list, those heard last first.</summary>
    public IEnumerable<HeardMeter> Unlisted => unlisted.Values.OrderByDescending(static m => m.LastAt).ThenBy(static m => m.Meter);

    /// <summary>The counts by tower, in the round's order.</summary>
    public IReadOnlyList<FlatCounts> Towers => [.. byTower.Select(static t => new FlatCounts(t.Key, "", t.Value))];

    /// <summary>The counts of the flats of a tower, in the round's order.</summary>
    public IEnumerable<FlatCounts> FlatsOf(string tower) => byFlat.Where(f => f.Key.Tower == tower).Select(static f => new FlatCounts(f.Key.Tower, f.Key.Flat, f.Value));

    /// <summary>A meter of the list; null: it is not on it.</summary>
    public SessionTarget? Find(MeterId meter) => places.TryGetValue(meter, out var place) ? targets[place] : null;

    /// <summary>What was heard of a meter on this phone.</summary>
    public HeardMeter? HeardHere(MeterId meter) => heard.GetValueOrDefault(meter);

    /// <summary>What the captures make of what was heard of their meters here, before anybody counts it.</summary>
    public IReadOnlyList<HeardMeter> Merge(IEnumerable<Capture> captures) => [.. TargetRules.Merge(captures).Select(m => heard.TryGetValue(m.Meter, out var known) ? TargetRules.Both(known, m) : m)];

    /// <summary>Counts what was heard, once it is kept.</summary>
    /// <returns>The targets whose state changed.</returns>
    public IReadOnlyList<SessionTarget> Hear(IEnumerable<HeardMeter> meters)
    {
        var changed = new List<SessionTarget>();
        foreach (var meter in meters)
        {
            heard[meter.Meter] = meter;
            if (!places.TryGetValue(meter.Meter, out var place))
            {
                unlisted[meter.Meter] = unlisted.TryGetValue(meter.Meter, out var known) ? TargetRules.Both(known, meter) : meter;
                continue;
            }
            var before = targets[place];
            var after = TargetRules.Hear(before, meter, Session.HasEnded);
            if (Replace(before, after)) changed.Add(after);
        }
        Settle();
        return changed;
    }

    /// <summary>Counts a note, once it is kept.</summary>
    public NoteOutcome Note(MeterId meter, TargetNote note)
    {
        if (!places.TryGetValue(meter, out var place)) return NoteOutcome.NotATarget;
        var (outcome, after) = TargetRules.Note(Session, targets[place], note);
        Replace(targets[place], after);
        Settle();
        return outcome;
    }

    /// <summary>What would become of a note.</summary>
    public NoteOutcome Try(MeterId meter, TargetNote note) => places.TryGetValue(meter, out var place) ? TargetRules.Note(Session, targets[place], note).Outcome : NoteOutcome.NotATarget;

    /// <summary>Changes the round.</summary>
    public SessionOutcome Change(SessionActor actor, SessionChange change)
    {
        var result = SessionRules.Change(Session, actor, change);
        Session = result.Session!;
        return result.Outcome;
    }

    /// <summary>Time left; null where nothing is expected.</summary>
    public TimeSpan? Remaining(DateTimeOffset now) => TimeEstimate.Remaining(Session.Mode, Towers, Session.Elapsed(now));

    /// <summary>Where to go next; null: nothing is missing.</summary>
    public NextStep? Next(Location? from) => Session.Mode switch
    {
        ScanMode.Society => SocietyPlan.Of(targets, from).Steps is [var first, ..] ? first : null,
        ScanMode.FreeRoam => FreeRoamPlan.Of(targets, from).Next,
        _ => FlatPlan.Of(targets).Next,
    };

    private bool Replace(SessionTarget before, SessionTarget after)
    {
        if (ReferenceEquals(before, after)) return false;
        targets[before.Ordinal] = after;
        if (before.State == after.State) return false;
        Count(before, before.State, -1);
        Count(after, after.State, 1);
        return true;
    }

    private void Count(SessionTarget target, TargetState state, int n)
    {
        byTower[target.Tower] = byTower.GetValueOrDefault(target.Tower).With(state, n);
        byFlat[(target.Tower, target.Flat)] = byFlat.GetValueOrDefault((target.Tower, target.Flat)).With(state, n);
    }

    private void Settle() => Session = Session with { Counts = byTower.Values.Aggregate(default(StateCounts), static (sum, tower) => sum.And(tower)), Unlisted = unlisted.Count };
}
