using Sluice.Metering.Identity;
using Sluice.Metering.Readings;

namespace Sluice.Metering.Meters;

/// <summary>The registered meters and where they hung when. Change them by <see cref="MeterRegistry"/>, which keeps the directory and the keys in step.</summary>
/// <remarks>Safe for use from many threads; a change is durable when its call returns. Providers fail with <see cref="Storage.StorageException"/>. What
/// <see cref="MeterRules"/> does not find fit is refused with <see cref="ArgumentException"/>. A meter belongs to one society at most; of another society's meters
/// nothing is told but that the number is taken. Towers and flats a meter names are made when needed. <see cref="Meter.KeyFingerprint"/> and
/// <see cref="Meter.Version"/> of arguments are ignored where nothing else is said.</remarks>
public interface IMeterStore
{
    /// <summary>The largest page.</summary>
    const int MaxPage = 1_000;

    /// <summary>Most meters of one batch.</summary>
    const int MaxBatch = 10_000;

    /// <summary>A meter of the society; null when there is none.</summary>
    ValueTask<Meter?> FindAsync(SocietyScope scope, MeterId id, CancellationToken ct);

    /// <summary>Several meters at once; those the society does not have are not in it. Providers that can do it in one go override it.</summary>
    /// <param name="ids">At most <see cref="MaxPage"/>.</param>
    async ValueTask<IReadOnlyDictionary<MeterId, Meter>> FindManyAsync(SocietyScope scope, IReadOnlyCollection<MeterId> ids, CancellationToken ct)
    {
        var found = new Dictionary<MeterId, Meter>();
        foreach (var id in ids)
            if (await FindAsync(scope, id, ct) is { } meter) found[id] = meter;
        return found;
    }

    /// <summary>The society's meters with a serial number, by maker: makers share numbers.</summary>
    ValueTask<IReadOnlyList<Meter>> FindBySerialAsync(SocietyScope scope, uint serial, CancellationToken ct);

    /// <summary>Meters by <see cref="Meter.Id"/>.</summary>
    /// <param name="next">The cursor of the page before; null for the first page.</param>
    /// <param name="limit">1 to <see cref="MaxPage"/>.</param>
    /// <exception cref="FormatException"><paramref name="next"/> is not a cursor of this list.</exception>
    ValueTask<Page<Meter>> ListAsync(SocietyScope scope, MeterFilter filter, string? next, int limit, CancellationToken ct);

    /// <summary>How many meters the society has, by status.</summary>
    ValueTask<IReadOnlyDictionary<MeterStatus, int>> CountAsync(SocietyScope scope, CancellationToken ct);

    /// <summary>Adds meters, or changes those that are there, without looking at versions.</summary>
    /// <param name="batch">At most <see cref="MaxBatch"/>; of one meter twice the later counts.</param>
    /// <param name="at">When it happened, for the history of places.</param>
    /// <returns>One outcome per meter, in order.</returns>
    ValueTask<IReadOnlyList<UpsertOutcome>> UpsertAsync(SocietyScope scope, IReadOnlyList<Meter> batch, DateTimeOffset at, CancellationToken ct);

    /// <summary>What <see cref="UpsertAsync"/> would answer, changing nothing.</summary>
    ValueTask<IReadOnlyList<UpsertOutcome>> PreviewAsync(SocietyScope scope, IReadOnlyList<Meter> batch, CancellationToken ct);

    /// <summary>Changes a meter, when <see cref="Meter.Version"/> is the one stored.</summary>
    /// <param name="at">When it happened, for the history of places.</param>
    ValueTask<Change> UpdateAsync(SocietyScope scope, Meter meter, DateTimeOffset at, CancellationToken ct);

    /// <summary>Takes a meter out of the society: its number is free again. Its readings and the history of its place stay. To keep it, set it <see cref="MeterStatus.Inactive"/>.</summary>
    /// <param name="version">The version that was read; null: any.</param>
    ValueTask<Change> RemoveAsync(SocietyScope scope, MeterId id, long? version, DateTimeOffset at, CancellationToken ct);

    /// <summary>Puts a new meter in the place of another, which becomes <see cref="MeterStatus.Inactive"/>.</summary>
    ValueTask<ReplaceOutcome> ReplaceAsync(SocietyScope scope, MeterReplacement replacement, CancellationToken ct);

    /// <summary>Where a meter hung, oldest first.</summary>
    ValueTask<IReadOnlyList<Installation>> HistoryAsync(SocietyScope scope, MeterId id, CancellationToken ct);

    /// <summary>Which meters took a place in a time, oldest first.</summary>
    ValueTask<IReadOnlyList<Installation>> ListInstalledAsync(SocietyScope scope, DateTimeOffset from, DateTimeOffset to, CancellationToken ct);

    /// <summary>Which meters hung in a flat, oldest first.</summary>
    ValueTask<IReadOnlyList<Installation>> HistoryAsync(SocietyScope scope, string tower, string flat, CancellationToken ct);

    /// <summary>Notes the fingerprints of meters' newest keys. Meters that are not of the society are passed over; versions stay.</summary>
    ValueTask SetKeyFingerprintsAsync(SocietyScope scope, IReadOnlyList<(MeterId Id, string Fingerprint)> fingerprints, CancellationToken ct);

    /// <summary>Every meter of the installation with its society, in no order: what <see cref="MeterDirectory"/> starts with.</summary>
    ValueTask<IReadOnlyList<DirectoryEntry>> LoadDirectoryAsync(InstallationScope scope, CancellationToken ct);
}

/// <summary>Which meters; what is null does not matter.</summary>
/// <param name="Tower">The tower's name.</param>
/// <param name="Flat">The flat's number.</param>
/// <param name="Status">The status.</param>
/// <param name="Purpose">The purpose.</param>
/// <param name="Text">Part of the serial number, flat, tower or place; upper and lower case (a-z) are the same.</param>
public sealed record MeterFilter(string? Tower = null, string? Flat = null, MeterStatus? Status = null, MeterPurpose? Purpose = null, string? Text = null)
{
    /// <summary>All meters.</summary>
    public static MeterFilter All { get; } = new();
}

/// <summary>What became of a meter of a batch.</summary>
public enum UpsertOutcome
{
    /// <summary>It is new.</summary>
    Added = 0,

    /// <summary>It was there and was changed.</summary>
    Updated,

    /// <summary>It was there, just so.</summary>
    Unchanged,

    /// <summary>The number is registered elsewhere; nothing was changed.</summary>
    Conflict,
}

/// <summary>What became of a replacement.</summary>
public enum ReplaceOutcome
{
    /// <summary>Done.</summary>
    Replaced = 0,

    /// <summary>The society has no such meter to replace.</summary>
    NotFound,

    /// <summary>The meter hangs nowhere: it was taken out before.</summary>
    NotInstalled,

    /// <summary>The meter was changed since it was read.</summary>
    Conflict,

    /// <summary>The new meter's number is registered already.</summary>
    NewMeterInUse,

    /// <summary>It would be before the old meter was installed.</summary>
    BeforeInstallation,
}

/// <summary>An exchange of meters.</summary>
/// <param name="Old">The meter taken out.</param>
/// <param name="New">The meter put in. Tower, flat, place, purpose and location are those of the old one, whatever it says.</param>
/// <param name="At">When.</param>
/// <param name="FinalM3">What the old meter showed at the end, m³; null when nobody looked.</param>
/// <param name="FirstM3">What the new meter showed at the start, m³; null when nobody looked.</param>
/// <param name="OldVersion">The old meter's version that was read; null: any.</param>
public sealed record MeterReplacement(MeterId Old, Meter New, DateTimeOffset At, decimal? FinalM3 = null, decimal? FirstM3 = null, long? OldVersion = null);

/// <summary>A time a meter hung in a place.</summary>
/// <param name="Meter">The meter.</param>
/// <param name="Tower">The tower; empty for a bulk meter of the society.</param>
/// <param name="Flat">The flat; may be empty.</param>
/// <param name="Place">Which of the flat's meters; may be empty.</param>
/// <param name="From">When it came, UTC.</param>
/// <param name="To">When it went; null: it still hangs there.</param>
/// <param name="FirstM3">What it showed when it came, m³; null when not known.</param>
/// <param name="FinalM3">What it showed when it went, m³; null when not known.</param>
public sealed record Installation(
    MeterId Meter, string Tower, string Flat, string Place, DateTimeOffset From, DateTimeOffset? To = null, decimal? FirstM3 = null, decimal? FinalM3 = null);
