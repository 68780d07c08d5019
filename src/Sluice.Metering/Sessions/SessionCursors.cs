using System.Globalization;
using Sluice.Metering.Meters;

namespace Sluice.Metering.Sessions;

/// <summary>The cursors of the lists of <see cref="ISessionStore"/>, alike in every store.</summary>
public static class SessionCursors
{
    /// <summary>After the round with this number.</summary>
    public static string OfSession(long number) => string.Create(CultureInfo.InvariantCulture, $"s{number}");

    /// <summary>The exclusive upper end of the rounds' numbers.</summary>
    public static long BeforeSession(string? next, int limit)
    {
        ThrowIfBadLimit(limit, ISessionStore.MaxPage);
        return next is null ? long.MaxValue : Number(next, 's');
    }

    /// <summary>After a target.</summary>
    public static string OfTarget(int ordinal) => string.Create(CultureInfo.InvariantCulture, $"t{ordinal}");

    /// <summary>The exclusive lower end of ordinals.</summary>
    public static long AfterTarget(string? next, int limit)
    {
        ThrowIfBadLimit(limit, ScanSession.MaxTargets);
        return next is null ? -1 : Number(next, 't');
    }

    /// <summary>After a meter.</summary>
    public static string OfMeter(MeterId meter) => string.Create(CultureInfo.InvariantCulture, $"h{meter.SortKey}");

    /// <summary>The exclusive lower end of <see cref="MeterId.SortKey"/>.</summary>
    public static long AfterMeter(string? next, int limit)
    {
        ThrowIfBadLimit(limit, ISessionStore.MaxPage);
        return next is null ? -1 : Number(next, 'h');
    }

    private static long Number(string next, char kind) =>
        next.StartsWith(kind) && long.TryParse(next.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException("Not a cursor of this list.");

    private static void ThrowIfBadLimit(int limit, int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, most);
    }
}
