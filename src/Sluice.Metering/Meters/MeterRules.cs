using Sluice.Metering.Societies;

namespace Sluice.Metering.Meters;

/// <summary>What every <see cref="IMeterStore"/> does alike.</summary>
public static class MeterRules
{
    /// <summary>The first thing wrong with a meter; null when it is fit.</summary>
    public static FieldProblem? ProblemOf(Meter meter)
    {
        if (meter.Id.Manufacturer.Code == 0) return new("meterId", "The maker's three letters, a dot, eight digits: KAM.90000001.");
        if (meter.Tower.Length > 0 && !SocietyRules.IsPlaceName(meter.Tower)) return BadName("towerName");
        if (meter.Flat.Length > 0 && !SocietyRules.IsPlaceName(meter.Flat)) return BadName("flatNumber");
        if (meter.Flat.Length > 0 && meter.Tower.Length == 0) return new("towerName", "A flat belongs to a tower: name it.");
        if (!SocietyRules.IsText(meter.Place, 0, SocietyRules.MaxPlaceName)) return new("place", $"At most {SocietyRules.MaxPlaceName} characters.");
        if (!SocietyRules.IsText(meter.MeterType, 1, SocietyRules.MaxPlaceName)) return new("meterType", $"1 to {SocietyRules.MaxPlaceName} characters.");
        if (!Enum.IsDefined(meter.Purpose)) return new("purpose", "FLAT, COMMON_AREA or BULK.");
        if (!Enum.IsDefined(meter.Status)) return new("status", "ACTIVE, INACTIVE or MAINTENANCE.");
        return meter.Location is { IsValid: false } ? SocietyRules.BadLocation("location") : null;
    }

    /// <summary>Refuses a batch that is too long or has something unfit.</summary>
    /// <exception cref="ArgumentException">It is.</exception>
    public static void ThrowIfUnfit(IReadOnlyList<Meter> batch)
    {
        if (batch.Count > IMeterStore.MaxBatch) throw new ArgumentException($"At most {IMeterStore.MaxBatch} meters at once; these are {batch.Count}.", nameof(batch));
        foreach (var meter in batch)
            if (ProblemOf(meter) is { } problem) throw new ArgumentException($"Meter {meter.Id}: {problem.Field}: {problem.Message}", nameof(batch));
    }

    /// <summary>True when a meter is the same but for version and key.</summary>
    public static bool SaysTheSame(Meter one, Meter other) => one with { Version = 0, KeyFingerprint = null } == other with { Version = 0, KeyFingerprint = null };

    /// <summary>Whether a change ends the meter's time in its place, and whether another begins. A meter hangs somewhere unless it is <see cref="MeterStatus.Inactive"/>.</summary>
    /// <param name="before">Null: it is new.</param>
    /// <param name="after">Null: it is removed.</param>
    public static (bool Ends, bool Begins) Moves(Meter? before, Meter? after)
    {
        var (was, hangs) = (before is not null and not { Status: MeterStatus.Inactive }, after is not null and not { Status: MeterStatus.Inactive });
        var moved = was && hangs && (before!.Tower, before.Flat, before.Place) != (after!.Tower, after.Flat, after.Place);
        return (was && (!hangs || moved), hangs && (!was || moved));
    }

    /// <summary>When a new meter's time in its place began: the day it was installed, in UTC, or now when that is not known or lies ahead.</summary>
    public static DateTimeOffset Begin(Meter meter, DateTimeOffset at) =>
        meter.InstallationDate is { } day && new DateTimeOffset(day, default, TimeSpan.Zero) is var start && start < at ? start : Timestamps.Stored(at);

    /// <summary>True when the filter lets the meter through.</summary>
    public static bool Fits(this MeterFilter filter, Meter meter) =>
        (filter.Tower is null || filter.Tower == meter.Tower)
        && (filter.Flat is null || filter.Flat == meter.Flat)
        && (filter.Status is null || filter.Status == meter.Status)
        && (filter.Purpose is null || filter.Purpose == meter.Purpose)
        && (filter.Text is not { } text || Has(meter.Id.SerialNumber, text) || Has(meter.Flat, text) || Has(meter.Tower, text) || Has(meter.Place, text));

    /// <summary>The new meter of a replacement as it is stored.</summary>
    public static Meter InPlaceOf(this Meter replacement, Meter old) => replacement with
    {
        Society = old.Society,
        Tower = old.Tower,
        Flat = old.Flat,
        Place = old.Place,
        Purpose = old.Purpose,
        Location = old.Location,
        Status = MeterStatus.Active,
    };

    /// <summary>The exclusive lower end of <see cref="MeterId.SortKey"/> for a page; null for the first page.</summary>
    /// <exception cref="FormatException">No cursor.</exception>
    public static ulong? After(string? next, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, IMeterStore.MaxPage);
        if (next is null) return null;
        return MeterId.TryParse(next, out var id) ? id.SortKey : throw new FormatException("Not a cursor of this list.");
    }

    /// <summary>The cursor after a meter.</summary>
    public static string Cursor(MeterId id) => id.ToString();

    private static bool Has(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);

    private static FieldProblem BadName(string field) => new(field, $"1 to {SocietyRules.MaxPlaceName} characters, none of / \\ # or control characters.");
}
