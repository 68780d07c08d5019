using System.Globalization;
using System.Text;

namespace Sluice.Metering.Audit;

/// <summary>What every <see cref="IAuditLog"/> has to do alike.</summary>
public static class AuditRules
{
    /// <summary>The longest subject, name, action and target, characters.</summary>
    public const int MaxText = 200;

    /// <summary>The longest detail, characters.</summary>
    public const int MaxDetail = 2_000;

    /// <summary>The entry as it is stored: cut to its lengths, control characters and halves of surrogate pairs replaced, whole milliseconds.</summary>
    /// <exception cref="ArgumentException">The actor or the action is empty.</exception>
    public static AuditEntry Fit(AuditEntry entry)
    {
        if (entry.Actor.Length == 0 || entry.Action.Length == 0) throw new ArgumentException("An entry of the audit log names its actor and its action.", nameof(entry));
        return entry with
        {
            At = Timestamps.Stored(entry.At),
            Actor = Cut(entry.Actor, MaxText),
            ActorName = Cut(entry.ActorName, MaxText),
            Action = Cut(entry.Action, MaxText),
            Target = Cut(entry.Target, MaxText),
            Detail = Cut(entry.Detail, MaxDetail),
            From = entry.From is { } from ? Cut(from, MaxText) : null,
        };
    }

    /// <summary>The exclusive upper end of sequence numbers for a page.</summary>
    /// <exception cref="FormatException"><paramref name="next"/> is not a cursor.</exception>
    public static long Before(string? next, int limit)
    {
        ThrowIfBadLimit(limit);
        if (next is null) return long.MaxValue;
        return next.StartsWith('a') && long.TryParse(next.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var before) && before > 0
            ? before
            : throw new FormatException("Not a cursor of this list.");
    }

    /// <summary>The page's rows and the cursor after them, of one row more than the page has.</summary>
    public static Readings.Page<ChainedAuditEntry> ToPage(IReadOnlyList<ChainedAuditEntry> rows, int limit) =>
        rows.Count > limit ? new([.. rows.Take(limit)], string.Create(CultureInfo.InvariantCulture, $"a{rows[limit - 1].Sequence}")) : new(rows, null);

    /// <summary>Refuses a page size out of range.</summary>
    public static void ThrowIfBadLimit(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, IAuditLog.MaxPage);
    }

    private static string Cut(string text, int length)
    {
        var fitted = new StringBuilder(Math.Min(text.Length, length));
        foreach (var rune in text.EnumerateRunes())   // gives U+FFFD for half a pair
        {
            var fit = Rune.IsControl(rune) ? new Rune(' ') : rune;
            if (fitted.Length + fit.Utf16SequenceLength > length) break;
            fitted.Append(fit);
        }
        return fitted.ToString();
    }
}
