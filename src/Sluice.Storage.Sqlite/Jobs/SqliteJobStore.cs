using Microsoft.Data.Sqlite;
using Sluice.Metering.Events;
using Sluice.Metering.Identity;
using Sluice.Metering.Jobs;
using Sluice.Metering.Readings;

namespace Sluice.Storage.Sqlite;

/// <summary>The jobs.</summary>
public sealed class SqliteJobStore : IJobStore
{
    private static readonly byte[] AfterAll = [.. Enumerable.Repeat((byte)0xFF, 17)];

    private readonly SqliteStore store;

    internal SqliteJobStore(SqliteStore store) => this.store = store;

    public async ValueTask AddAsync(JobScope scope, Job job, CancellationToken ct)
    {
        JobRules.Checked(scope, job);
        await store.WriteAsync(
            session =>
            {
                Tell(session, job);
                return session.Run("Jobs.Add",
                [
                    .. Key(scope, job.Id), .. Changing(job),
                    ("$kind", job.Kind), ("$request", job.Request), ("$created_by", job.CreatedBy), ("$created_at", job.CreatedAt.ToUnixTimeMilliseconds()),
                ]);
            },
            1, ct);
    }

    public ValueTask<Job?> FindAsync(JobScope scope, JobId id, CancellationToken ct) => new(store.Read(session => Find(session, scope, id)));

    public ValueTask<Page<Job>> ListAsync(JobScope scope, string? next, int limit, CancellationToken ct)
    {
        var before = JobRules.Before(next, limit) is { } last ? Bytes(last) : AfterAll;
        return new(store.Read(session =>
        {
            var list = List(session.Bind("Jobs.List", ("$society", JobRules.Owner(scope.Society)), ("$before", before), ("$limit", (long)limit + 1)));
            return list.Count > limit ? new Page<Job>(list[..limit], JobRules.Cursor(list[limit - 1].Id)) : new(list, null);
        }));
    }

    public ValueTask<Job?> UpdateAsync(JobScope scope, JobId id, Func<Job, Job> change, CancellationToken ct) => store.WriteAsync(
        session =>
        {
            if (Find(session, scope, id) is not { } before) return null;
            var after = JobRules.Changed(scope, before, change);
            session.Run("Jobs.Update", [.. Key(scope, id), .. Changing(after)]);
            if (EventFacts.Changed(before, after) is { } happened) store.Events.Append(session, after.Society, happened);
            Tell(session, after);
            return after;
        },
        1, ct);

    public ValueTask<(bool Found, SocietyId? Society)> FindOwnerAsync(JobId id, CancellationToken ct) => new(store.Read(session =>
        session.Bind("Jobs.FindOwner", ("$id", Bytes(id))).ExecuteScalar() is string society ? (true, ToSociety(society)) : (false, null)));

    public ValueTask<IReadOnlyList<Job>> ListUnfinishedAsync(InstallationScope worker, CancellationToken ct) =>
        new(store.Read<IReadOnlyList<Job>>(static session => List(session.Bind("Jobs.ListUnfinished"))));

    public ValueTask<IReadOnlyList<Job>> ListFinishedAsync(InstallationScope worker, DateTimeOffset before, int limit, CancellationToken ct) =>
        new(store.Read<IReadOnlyList<Job>>(session => List(session.Bind("Jobs.ListFinished", ("$before", before.ToUnixTimeMilliseconds()), ("$limit", (long)limit)))));

    public ValueTask<bool> RemoveAsync(JobScope scope, JobId id, CancellationToken ct) =>
        store.WriteAsync(session => session.Run("Jobs.Remove", Key(scope, id)) > 0, 1, ct);

    private void Tell(Session session, Job job) => session.AtEnd(() => store.Live.JobChanged(job.Society, job.Id), null);

    private static (string, object?)[] Key(JobScope scope, JobId id) => [("$id", Bytes(id)), ("$society", JobRules.Owner(scope.Society))];

    private static (string, object?)[] Changing(Job job) =>
    [
        ("$state", (long)job.State), ("$done", job.Progress.Done), ("$total", job.Progress.Total), ("$progress_text", job.Progress.Text),
        ("$started_at", job.StartedAt?.ToUnixTimeMilliseconds()), ("$finished_at", job.FinishedAt?.ToUnixTimeMilliseconds()),
        ("$cancel_requested", job.CancelRequested ? 1L : 0L), ("$checkpoint", job.Checkpoint), ("$result", job.Result),
        ("$error_code", job.Error?.Code), ("$error_message", job.Error?.Message), ("$attempt", (long)job.Attempt),
    ];

    private static Job? Find(Session session, JobScope scope, JobId id) => List(session.Bind("Jobs.Find", Key(scope, id))).FirstOrDefault();

    private static List<Job> List(SqliteCommand command)
    {
        var list = new List<Job>();
        using var rows = command.ExecuteReader();
        while (rows.Read()) list.Add(ToJob(rows));
        return list;
    }

    private static Job ToJob(SqliteDataReader row) => new()
    {
        Id = new(new Guid(row.GetFieldValue<byte[]>(0), bigEndian: true)),
        Society = ToSociety(row.GetString(1)),
        Kind = row.GetString(2),
        Request = row.GetString(3),
        State = (JobState)row.GetInt32(4),
        Progress = new(row.GetInt64(5), row.GetInt64(6), row.Text(7)),
        CreatedBy = row.GetString(8),
        CreatedAt = Columns.ToTime(row.GetInt64(9)),
        StartedAt = row.Long(10) is { } started ? Columns.ToTime(started) : null,
        FinishedAt = row.Long(11) is { } finished ? Columns.ToTime(finished) : null,
        CancelRequested = row.GetInt64(12) != 0,
        Checkpoint = row.Text(13),
        Result = row.Text(14),
        Error = row.Text(15) is { } code ? new(code, row.Text(16) ?? "") : null,
        Attempt = row.GetInt32(17),
    };

    private static SocietyId? ToSociety(string text) => text.Length == 0 ? null : SocietyId.Parse(text);

    private static byte[] Bytes(JobId id) => id.Value.ToByteArray(bigEndian: true);
}
