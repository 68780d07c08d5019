using System.Diagnostics.Metrics;
using Sluice.Host.Telemetry;
using Sluice.Metering.Identity;
using Sluice.Metering.Storage;
using Sluice.Metering.Webhooks;

namespace Sluice.Host.Webhooks;

/// <summary>How deliveries go. Labels are outcomes only: never an address or a society.</summary>
internal sealed class WebhookMeters : IDisposable
{
    private readonly Meter meter = new(ServerMeters.Name);
    private readonly Counter<long> attempts;
    private readonly Histogram<double> duration;

    public WebhookMeters(IWebhookStore store)
    {
        attempts = meter.CreateCounter<long>("sluice.webhooks.attempts", "{attempt}", "Attempts to deliver webhooks, by what became of them.");
        duration = meter.CreateHistogram("sluice.webhooks.duration", "s", "How long receivers take to answer.", null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });
        meter.CreateObservableGauge("sluice.webhooks.deliveries", () => Counts(store), "{delivery}", "Deliveries kept, by state.");
        attempts.Add(0, Tag("outcome", nameof(WebhookState.Delivered)));   // a counter nobody has raised would not be there at all
    }

    public void Note(WebhookAttempt attempt)
    {
        attempts.Add(1, Tag("outcome", attempt.Failure == WebhookFailure.None ? nameof(WebhookState.Delivered) : attempt.Failure.ToString()));
        duration.Record(attempt.TookMs / 1000.0);
    }

    public void Dispose() => meter.Dispose();

    private static List<Measurement<long>> Counts(IWebhookStore store)
    {
        try
        {
            var counts = store.CountAsync(Authorizer.ForWorker(WebhookDispatcher.Worker), CancellationToken.None).AsTask().GetAwaiter().GetResult();   // completes at once: SQLite reads in this thread
            return [.. Enum.GetValues<WebhookState>().Select(s => new Measurement<long>(counts.GetValueOrDefault(s), Tag("state", s.ToString())))];
        }
        catch (StorageException)
        {
            return [];   // the store's own metrics say so
        }
    }

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
