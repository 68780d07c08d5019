using System.Globalization;
using Sluice.WMBus.Frames;

namespace Sluice.Metering.Readings;

/// <summary>What every <see cref="IReadingStore"/> has to do alike.</summary>
public static class ReadingRules
{
    /// <summary>True when two readings of one identity are the same statement of the same meter.</summary>
    public static bool SaysTheSame(Reading one, Reading other) =>
        one.Meter == other.Meter && one.TotalM3 == other.TotalM3 && one.TargetM3 == other.TargetM3 && one.Status == other.Status;

    /// <summary>The stored reading with what a repeat adds: its receiver, and its signal when that is better.</summary>
    public static Reading Seen(Reading stored, Reading repeat)
    {
        var better = repeat.RssiDbm > stored.RssiDbm || (stored.RssiDbm is null && repeat.RssiDbm is not null);
        var seenBy = SeenBy(stored, repeat);
        if (!better && ReferenceEquals(seenBy, stored.SeenBy)) return stored;
        return stored with
        {
            RssiDbm = better ? repeat.RssiDbm : stored.RssiDbm,
            Receiver = better ? repeat.Receiver ?? stored.Receiver : stored.Receiver ?? repeat.Receiver,
            SeenBy = seenBy,
        };
    }

    private static IReadOnlyList<SeenBy> SeenBy(Reading stored, Reading repeat)
    {
        if (repeat.Receiver is null) return stored.SeenBy;
        if (stored.SeenBy.Count == 0 && (stored.Receiver ?? repeat.Receiver) == repeat.Receiver) return stored.SeenBy;
        List<SeenBy> all = stored.SeenBy.Count > 0 ? [.. stored.SeenBy] : [new(stored.Receiver!, stored.RssiDbm)];
        var known = all.FindIndex(s => s.Receiver == repeat.Receiver);
        if (known < 0)
        {
            if (all.Count == Reading.MaxSeenBy) return stored.SeenBy;
            all.Add(new(repeat.Receiver, repeat.RssiDbm));
            return all;
        }
        if (repeat.RssiDbm is null || all[known].RssiDbm >= repeat.RssiDbm) return stored.SeenBy;
        all[known] = new(repeat.Receiver, repeat.RssiDbm);
        return all;
    }

    /// <summary>Refuses what no store keeps exactly.</summary>
    /// <exception cref="ArgumentException">A volume has too many digits.</exception>
    public static void ThrowIfUnfit(Reading reading)
    {
        if (!Fits(reading.TotalM3) || !Fits(reading.TargetM3))
            throw new ArgumentException($"A volume has at most {Reading.MaxDigits} digits; telegram {reading.TelegramId} of meter {reading.Meter} has more.", nameof(reading));
    }

    /// <summary>True when the volume is kept exactly: the integer of integer × 10^-scale has at most <see cref="Reading.MaxDigits"/> digits.</summary>
    public static bool Fits(decimal? volume)
    {
        if (volume is not { } value) return true;
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var integer = new decimal(bits[0], bits[1], bits[2], isNegative: false, scale: 0);
        return integer < 1_000_000_000_000_000_000m;
    }

    /// <summary>The exclusive upper end of sequence numbers for a page.</summary>
    public static long Before(string? next, int limit)
    {
        ThrowIfBadLimit(limit, IReadingStore.MaxPage);
        if (next is null) return long.MaxValue;
        return next.StartsWith('r') && long.TryParse(next.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var before) && before > 0
            ? before
            : throw new FormatException("Not a cursor of this list.");
    }

    /// <summary>The cursor after a reading.</summary>
    public static string Cursor(long sequence) => string.Create(CultureInfo.InvariantCulture, $"r{sequence}");

    /// <summary>The address as one number that orders by serial number, then maker, version, type.</summary>
    public static ulong SortKey(this MeterAddress meter) =>
        ((ulong)meter.Serial << 32) | ((ulong)meter.Manufacturer.Code << 16) | ((uint)meter.Version << 8) | meter.DeviceType;

    /// <summary>The address of a <see cref="SortKey"/>.</summary>
    public static MeterAddress FromSortKey(ulong key) =>
        new(new((ushort)((key >> 16) & 0xFFFF)), (uint)(key >> 32), (byte)((key >> 8) & 0xFF), (byte)(key & 0xFF));

    /// <summary>Refuses a page size out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1 or above the greatest.</exception>
    public static void ThrowIfBadLimit(int limit, int greatest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, greatest);
    }
}
