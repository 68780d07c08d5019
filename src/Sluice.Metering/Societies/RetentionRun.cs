using Sluice.Metering.Audit;
using Sluice.Metering.Identity;

namespace Sluice.Metering.Societies;

/// <summary>Applies every society's retention settings once, and notes in the audit log what was forgotten.</summary>
public sealed class RetentionRun(ISocietyStore societies, IEnumerable<IRetentionTask> tasks, IAuditLog audit, TimeProvider clock)
{
    private const string Worker = "retention";

    private readonly IRetentionTask[] tasks = [.. tasks];

    /// <summary>Goes through all societies.</summary>
    /// <returns>How much was forgotten.</returns>
    public async Task<long> ApplyAsync(CancellationToken ct)
    {
        var installation = Authorizer.ForWorker(Worker);
        var (total, next) = (0L, (string?)null);
        do
        {
            var page = await societies.ListAsync(installation, next, ISocietyStore.MaxPage, ct);
            foreach (var society in page.Items) total += await ApplyAsync(society, ct);
            next = page.Next;
        }
        while (next is not null);
        return total;
    }

    private async Task<long> ApplyAsync(Society society, CancellationToken ct)
    {
        var scope = Authorizer.ForWorker(society.Id, Worker);
        var total = 0L;
        foreach (var task in tasks)
        {
            var now = clock.GetUtcNow();
            var forgotten = await task.ApplyAsync(scope, society, now, ct);
            if (forgotten == 0) continue;
            total += forgotten;
            await audit.AppendAsync(new(now, scope.Caller.Subject, scope.Caller.Name, "retention.apply", society.Id, task.DataClass, $"forgotten {forgotten}"), CancellationToken.None);
        }
        return total;
    }
}
