using Sluice.Metering.Identity;

namespace Sluice.Metering.Exports;

/// <summary>The scheduled exports of societies.</summary>
/// <remarks>Safe for use from many threads. What a call changes is durable when it returns. Providers fail with <see cref="Storage.StorageException"/>.</remarks>
public interface IExportScheduleStore
{
    /// <summary>A society's schedules, oldest first.</summary>
    ValueTask<IReadOnlyList<ExportSchedule>> ListAsync(SocietyScope scope, CancellationToken ct);

    /// <summary>Keeps a schedule, in place of the one of that id in the society. What it was last made for stays as it is.</summary>
    /// <returns>False when the society has <see cref="ExportSchedule.Max"/> others.</returns>
    ValueTask<bool> PutAsync(SocietyScope scope, ExportSchedule schedule, CancellationToken ct);

    /// <summary>Notes that it was made.</summary>
    /// <param name="scope">The society.</param>
    /// <param name="id">The schedule.</param>
    /// <param name="due">The time it was made for; an earlier one than noted already changes nothing.</param>
    /// <param name="export">The export.</param>
    /// <param name="ct">Stops it.</param>
    ValueTask NoteAsync(SocietyScope scope, Guid id, DateTimeOffset due, Guid export, CancellationToken ct);

    /// <summary>Removes a schedule.</summary>
    /// <returns>False when there was none in the society.</returns>
    ValueTask<bool> RemoveAsync(SocietyScope scope, Guid id, CancellationToken ct);

    /// <summary>The societies that have schedules. For the worker.</summary>
    ValueTask<IReadOnlyList<SocietyId>> SocietiesAsync(InstallationScope worker, CancellationToken ct);
}
