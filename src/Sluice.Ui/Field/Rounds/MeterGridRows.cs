using Sluice.Metering.Sessions;

namespace Sluice.Ui.Field.Rounds;

/// <summary>Meters under one heading of the grid.</summary>
/// <param name="Title">The heading: tower and floor.</param>
/// <param name="Meters">In the round's order.</param>
public sealed record GridGroup(string Title, IReadOnlyList<GridMeter> Meters);

/// <summary>A meter of the grid.</summary>
/// <param name="N">Its place in the round's order.</param>
/// <param name="Id">The meter.</param>
/// <param name="Short">What the cell shows.</param>
/// <param name="Name">What a screen reader says.</param>
/// <param name="State">The server's word, lower case: the cell's style.</param>
public sealed record GridMeter(int N, string Id, string Short, string Name, string State);

/// <summary>A meter that changed.</summary>
/// <param name="N">Its place in the round's order.</param>
/// <param name="State">The server's word, lower case.</param>
public sealed record GridChange(int N, string State);

/// <summary>Makes the grid's rows.</summary>
public static class MeterGridRows
{
    /// <summary>The states in the order people care for them.</summary>
    public static IReadOnlyList<TargetState> States { get; } = Enum.GetValues<TargetState>();

    /// <summary>The style of a state.</summary>
    public static string Style(TargetState state) => RoundWire.Word(state).ToLowerInvariant();

    /// <summary>Tower by tower, floor by floor.</summary>
    public static IReadOnlyList<GridGroup> Of(IReadOnlyList<SessionTarget> targets, Texts words) =>
    [
        .. targets.GroupBy(static t => (t.Tower, t.Floor)).Select(group => new GridGroup(
            group.Key switch { { Tower: "" } => words["Place.Society"], { Floor: { } floor } => words["Place.Floor", group.Key.Tower, floor], _ => words["Place.Tower", group.Key.Tower] },
            [.. group.Select(t => new GridMeter(t.Ordinal, t.Meter.ToString(), Short(t), Long(t, words), Style(t.State)))])),
    ];

    /// <summary>The changes of targets.</summary>
    public static IReadOnlyList<GridChange> Of(IEnumerable<SessionTarget> changed) => [.. changed.Select(static t => new GridChange(t.Ordinal, Style(t.State)))];

    private static string Short(SessionTarget target) => (target.Flat, target.Place) switch
    {
        ("", _) => target.Meter.SerialNumber,
        var (flat, place) when place.Length > 0 => $"{flat} {place}",
        var (flat, _) => $"{flat} ·{target.Meter.SerialNumber[^3..]}",
    };

    private static string Long(SessionTarget target, Texts words) => words["Meter.Name", target.Tower, target.Flat, target.Place, target.Meter.SerialNumber];
}
