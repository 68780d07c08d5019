using System.Diagnostics.CodeAnalysis;

namespace Sluice.Storage.Aws.Readings;

/// <summary>A meter's intervals of one day in a few bytes: 96 of them in at most 250 as a rule, so that a day of a meter is one write unit.</summary>
/// <remarks>
/// Layout: version (1), scale, slot length in minutes, count; then a column each of times, totals and info codes. Times: seconds beyond the expected slot, zigzag. Totals: the difference to the one
/// before, zigzag. Info codes: runs of (length, code). All numbers are LEB128.
/// </remarks>
public static class PackedDay
{
    private const byte Version = 1;

    /// <summary>The most intervals of a day: one a minute.</summary>
    public const int MaxIntervals = 1440;

    /// <summary>Packs a day.</summary>
    /// <param name="day">The day, UTC.</param>
    /// <param name="slotMinutes">The society's slot, 1 to 1440 minutes: what is expected between two intervals.</param>
    /// <param name="scale">Decimal places of the totals, 0 to 9.</param>
    /// <param name="intervals">In time order, all of the day, at most <see cref="MaxIntervals"/>.</param>
    /// <exception cref="ArgumentException">They are not in order, or not of the day.</exception>
    public static byte[] Pack(DateOnly day, int slotMinutes, int scale, IReadOnlyList<Interval> intervals)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(intervals.Count, MaxIntervals);
        ArgumentOutOfRangeException.ThrowIfNotEqual(slotMinutes is >= 1 and <= 1440, true);
        ArgumentOutOfRangeException.ThrowIfNotEqual(scale is >= 0 and <= 9, true);
        var bytes = new Varints();
        bytes.Add(Version);
        bytes.Add((ulong)scale);
        bytes.Add((ulong)slotMinutes);
        bytes.Add((ulong)intervals.Count);
        var expected = 0L;
        var before = -1L;
        foreach (var interval in intervals)
        {
            var second = (long)(interval.At.UtcDateTime - day.ToDateTime(default)).TotalSeconds;
            if (second is < 0 or >= 86_400 || second < before) throw new ArgumentException($"{interval.At:O} is not of {day:O}, or out of order.", nameof(intervals));
            bytes.AddSigned(second - expected);
            expected = second + slotMinutes * 60L;
            before = second;
        }
        var total = 0L;
        foreach (var interval in intervals)
        {
            bytes.AddSigned(unchecked(interval.Total - total));
            total = interval.Total;
        }
        for (var i = 0; i < intervals.Count;)
        {
            var run = 1;
            while (i + run < intervals.Count && intervals[i + run].Info == intervals[i].Info) run++;
            bytes.Add((ulong)run);
            bytes.Add(intervals[i].Info);
            i += run;
        }
        return bytes.ToArray();
    }

    /// <summary>Unpacks a day.</summary>
    /// <returns>False when the bytes are no packed day, whatever they are.</returns>
    public static bool TryUnpack(DateOnly day, ReadOnlySpan<byte> bytes, out int scale, [NotNullWhen(true)] out Interval[]? intervals)
    {
        (scale, intervals) = (0, null);
        var reader = new VarintReader(bytes);
        if (!reader.TryRead(out var version) || version != Version || !reader.TryRead(out var places) || places > 9
            || !reader.TryRead(out var slot) || slot is 0 or > 1440 || !reader.TryRead(out var count) || count > MaxIntervals) return false;
        var found = new Interval[count];
        var expected = 0L;
        for (var i = 0; i < found.Length; i++)
        {
            if (!reader.TryReadSigned(out var beyond) || beyond is < -200_000 or > 200_000) return false;
            var second = expected + beyond;
            if (second is < 0 or >= 86_400) return false;
            found[i] = new(new(day.ToDateTime(default).AddSeconds(second), TimeSpan.Zero), 0);
            expected = second + (long)slot * 60;
        }
        var total = 0L;
        for (var i = 0; i < found.Length; i++)
        {
            if (!reader.TryReadSigned(out var more)) return false;
            found[i] = found[i] with { Total = total = unchecked(total + more) };
        }
        for (var i = 0; i < found.Length;)
        {
            if (!reader.TryRead(out var run) || run == 0 || run > (ulong)(found.Length - i) || !reader.TryRead(out var info) || info > uint.MaxValue) return false;
            for (var end = i + (int)run; i < end; i++) found[i] = found[i] with { Info = (uint)info };
        }
        if (!reader.IsAtEnd) return false;
        (scale, intervals) = ((int)places, found);
        return true;
    }
}
