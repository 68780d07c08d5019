using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sluice.Metering.Exports;
using Sluice.Metering.Identity;
using Sluice.Metering.Jobs;
using Sluice.Metering.Sessions;
using Sluice.Metering.Societies;

namespace Sluice.Host.Exports;

/// <summary>Starts the exports that are due. An export's id is made from its schedule and its time, so that nothing is made twice, wherever the server stopped.</summary>
internal sealed class ScheduledExports(IExportScheduleStore schedules, ISocietyStore societies, ISessionStore sessions, IJobStore jobs, IJobQueue queue, TimeProvider clock)
{
    private const string Worker = "export-schedule";

    /// <summary>Looks at all schedules once.</summary>
    /// <returns>How many exports were started.</returns>
    public async ValueTask<int> StartDueAsync(CancellationToken ct)
    {
        var started = 0;
        foreach (var id in await schedules.SocietiesAsync(Authorizer.ForWorker(Worker), ct))
        {
            var scope = Authorizer.ForWorker(id, Worker);
            if (await societies.FindAsync(scope, ct) is not { } society) continue;
            var zone = SocietySettings.Of(society).TimeZone;
            foreach (var schedule in await schedules.ListAsync(scope, ct))
            {
                if (!schedule.Enabled) continue;
                if (schedule.Every == ScheduleEvery.Round) started += await RoundsAsync(scope, schedule, ct);
                else if (schedule.MissedAt(clock.GetUtcNow(), zone) is { } due) started += await DaysAsync(scope, schedule, due, zone, ct);
            }
        }
        return started;
    }

    private ValueTask<int> DaysAsync(SocietyScope scope, ExportSchedule schedule, DateTimeOffset due, TimeZoneInfo zone, CancellationToken ct)
    {
        var (from, to) = schedule.DaysOf(due, zone);
        return StartAsync(scope, schedule, schedule.Export with { From = from, To = to }, due, "", ct);
    }

    /// <summary>Rounds completed since the schedule holds. A round that is opened again and completed once more is exported once more.</summary>
    private async ValueTask<int> RoundsAsync(SocietyScope scope, ExportSchedule schedule, CancellationToken ct)
    {
        var started = 0;
        var oldest = clock.GetUtcNow() - ExportSchedule.LateRound;
        foreach (var round in (await sessions.ListAsync(scope, new(SessionStatus.Completed), null, ISessionStore.MaxPage, ct)).Items)
            if (round.EndedAt is { } end && end > schedule.Since && end > oldest)
                started += await StartAsync(scope, schedule, schedule.Export with { Session = round.Id.Value }, end, round.Id.Value.ToString("N"), ct);
        return started;
    }

    private async ValueTask<int> StartAsync(SocietyScope scope, ExportSchedule schedule, ExportRequest request, DateTimeOffset due, string of, CancellationToken ct)
    {
        var id = IdOf(schedule.Id, due, of);
        var isNew = await jobs.FindAsync(scope, id, ct) is null;
        if (isNew) await queue.StartAsync(scope, id, ExportRequest.Kind, JsonSerializer.Serialize(request with { Schedule = schedule.Id }, ExportJson.Default.ExportRequest), ct);
        if (isNew || !(schedule.LastDue >= due)) await schedules.NoteAsync(scope, schedule.Id, due, id.Value, ct);
        return isNew ? 1 : 0;
    }

    /// <summary>A UUID version 7 of that time whose other digits come from what it is for.</summary>
    private static JobId IdOf(Guid schedule, DateTimeOffset due, string of)
    {
        var hash = SHA256.HashData(Encoding.ASCII.GetBytes($"{schedule:N} {due.ToUnixTimeMilliseconds()} {of}"));
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, due.ToUnixTimeMilliseconds() << 16);
        hash.AsSpan(0, 10).CopyTo(bytes[6..]);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x70);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new(new Guid(bytes, bigEndian: true));
    }
}
