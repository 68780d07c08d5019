using System.Runtime.CompilerServices;
using Sluice.Metering.Jobs;

namespace Sluice.Reports.Exports;

/// <summary>Counts rows as they pass and tells the job how far it is.</summary>
internal sealed class RowCounter(IJobRun run)
{
    private const int Each = 256;

    /// <summary>Rows so far.</summary>
    public long Rows { get; private set; }

    /// <summary>Lets rows pass.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="what">What they are, for people.</param>
    /// <param name="ct">Stops it.</param>
    public async IAsyncEnumerable<T> Count<T>(IAsyncEnumerable<T> rows, string what, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var row in rows.WithCancellation(ct))
        {
            if (Rows++ % Each == 0) await run.ReportAsync(new(Rows, 0, what), ct);
            yield return row;
        }
    }
}
