using Sluice.Ui.SignIn;

namespace Sluice.Ui.Shell;

/// <summary>An entry of the navigation.</summary>
/// <param name="Key">The key of its text, and the name of its icon in <see cref="Icon"/>.</param>
/// <param name="Address">Relative to the app.</param>
/// <param name="IsFirst">True: on the bar at the bottom of a phone too.</param>
/// <param name="For">Who sees it.</param>
public sealed record Entry(string Key, string Address, bool IsFirst, Func<Session, bool> For);

/// <summary>Where one can go. A new page gets its line here.</summary>
public static class Navigation
{
    /// <summary>In the order shown.</summary>
    public static IReadOnlyList<Entry> Entries { get; } =
    [
        new("Nav.Home", "", true, static _ => true),
        new("Nav.Rounds", "rounds", true, static _ => true),
        new("Nav.Alerts", "alerts", true, static s => s.IsAdmin),
        new("Nav.Meters", "meters", true, static _ => true),
        new("Nav.Societies", "societies", false, static _ => true),
        new("Nav.Imports", "imports", false, static s => s.IsAdmin),
        new("Nav.Exports", "exports", false, static s => s.IsAdmin),
        new("Nav.Gateways", "gateways", false, static s => s.IsAdmin),
        new("Nav.Inspector", "inspector", false, static _ => true),
        new("Nav.People", "people", false, static s => s.IsAdmin),
        new("Nav.Audit", "audit", false, static s => s.IsAdmin),
        new("Nav.Settings", "settings", false, static s => s.IsAdmin),
    ];
}
