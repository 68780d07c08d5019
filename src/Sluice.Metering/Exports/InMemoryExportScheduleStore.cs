using Sluice.Metering.Identity;

namespace Sluice.Metering.Exports;

/// <summary>Schedules in memory, for tests.</summary>
public sealed class InMemoryExportScheduleStore : IExportScheduleStore
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<Guid, (SocietyId Society, ExportSchedule Schedule)> schedules = [];

    public ValueTask<IReadOnlyList<ExportSchedule>> ListAsync(SocietyScope scope, CancellationToken ct)
    {
        lock (gate) return new([.. schedules.Values.Where(s => s.Society == scope.Society).Select(static s => s.Schedule)]);
    }

    public ValueTask<bool> PutAsync(SocietyScope scope, ExportSchedule schedule, CancellationToken ct)
    {
        lock (gate)
        {
            if (schedules.Values.Count(s => s.Society == scope.Society && s.Schedule.Id != schedule.Id) >= ExportSchedule.Max) return new(false);
            var before = schedules.TryGetValue(schedule.Id, out var found) ? found.Schedule : null;
            schedules[schedule.Id] = (scope.Society, schedule with { LastDue = before?.LastDue, LastExport = before?.LastExport });
            return new(true);
        }
    }

    public ValueTask NoteAsync(SocietyScope scope, Guid id, DateTimeOffset due, Guid export, CancellationToken ct)
    {
        lock (gate)
            if (schedules.TryGetValue(id, out var found) && found.Society == scope.Society && !(found.Schedule.LastDue >= due))
                schedules[id] = (found.Society, found.Schedule with { LastDue = due, LastExport = export });
        return default;
    }

    public ValueTask<bool> RemoveAsync(SocietyScope scope, Guid id, CancellationToken ct)
    {
        lock (gate) return new(schedules.TryGetValue(id, out var found) && found.Society == scope.Society && schedules.Remove(id));
    }

    public ValueTask<IReadOnlyList<SocietyId>> SocietiesAsync(InstallationScope worker, CancellationToken ct)
    {
        lock (gate) return new([.. schedules.Values.Select(static s => s.Society).Distinct()]);
    }
}
