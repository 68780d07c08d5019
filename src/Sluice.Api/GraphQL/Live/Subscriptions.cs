using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Sluice.Api.Exports;
using Sluice.Api.Readings;
using Sluice.Api.Sessions;
using Sluice.Contracts.Exports;
using Sluice.Metering.Events;
using Sluice.Metering.Exports;
using Sluice.Metering.Identity;
using Sluice.Metering.Jobs;
using Sluice.Metering.Meters;
using Sluice.Metering.Readings;
using Sluice.Metering.Sessions;

namespace Sluice.Api.GraphQL.Live;

/// <summary>The fields of <c>Subscription</c>. Each looks for itself at what changed when the hub says that something did; what happens while nobody takes results comes together.</summary>
internal static class Subscriptions
{
    /// <summary>Readings come together for so long, and rounds.</summary>
    private static readonly TimeSpan ReadingsTogether = TimeSpan.FromMilliseconds(100), RoundsTogether = TimeSpan.FromSeconds(1);

    public static void Bind(FieldBinder fields)
    {
        fields.Subscription("onCreateReading", Permission.ReadingRead, static async (f, scope, live) =>
        {
            var (fits, meter, session) = (ReadingFields.Filter.Compile(f.Object("filter")), f.Text("meterId"), f.Text("sessionId"));
            var readings = f.Service<IReadingStore>();
            var signals = Held(live, f.Service<LiveHub>().Subscribe(scope, LiveTopics.Readings));
            var after = await readings.LastAsync(scope, f.Cancel);
            return ct => ReadingsAsync(signals, readings, scope, after,
                r => (meter is null || MeterId.Of(r.Meter).ToString() == meter) && (session is null || r.Session?.ToString() == session) && fits(r), live.Clock, ct);
        }, static f => MeterId.TryParse(f.Text("meterId"), out var id) ? new(f.Service<MeterDirectory>().SocietyOf(id)) : SocietyOfRoundAsync(f, "sessionId"));
        fields.Subscription("onUpdateScanSession", Permission.SessionSee, static (f, scope, live) =>
        {
            var (fits, only) = (SessionFields.Filter.Compile(f.Object("filter")), SessionId.TryParse(f.Text("id"), out var id) ? id : (SessionId?)null);
            var sessions = f.Service<ISessionStore>();
            var signals = Held(live, f.Service<LiveHub>().Subscribe(scope, LiveTopics.Sessions, only));
            return new(ct => RoundsAsync(signals, sessions, scope, s => SessionRules.MaySee(s, scope) && fits(s), live.Clock, ct));
        }, static f => SocietyOfRoundAsync(f, "id"));
        fields.Subscription("onCreateExport", Permission.ExportRun, static (f, scope, live) =>
        {
            var (fits, session) = (ExportFields.Filter.Compile(f.Object("filter")), f.Text("sessionId"));
            var (jobs, http) = (f.Service<IJobStore>(), f.Call.Http);
            var signals = Held(live, f.Service<LiveHub>().Subscribe(scope, LiveTopics.Jobs));
            return new(ct => ExportsAsync(signals, jobs, scope, job => ExportWire.ToDto(http, job, live.Clock.GetUtcNow()), e => (session is null || e.SessionId == session) && fits(e), live.Clock, ct));
        }, static f => SocietyOfRoundAsync(f, "sessionId"));
    }

    /// <summary>The events of several societies as one stream; each waits until it is taken.</summary>
    public static async IAsyncEnumerable<object?> Together(IReadOnlyList<Func<CancellationToken, IAsyncEnumerable<object?>>> sources, [EnumeratorCancellation] CancellationToken ct)
    {
        var channel = Channel.CreateBounded<object?>(1);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var pumps = sources.Select(source => PumpAsync(source, channel.Writer, ending.Token)).ToArray();
        try
        {
            await foreach (var happened in channel.Reader.ReadAllAsync(ct)) yield return happened;
        }
        finally
        {
            await ending.CancelAsync();
            await Task.WhenAll(pumps);
        }
    }

    private static async Task PumpAsync(Func<CancellationToken, IAsyncEnumerable<object?>> source, ChannelWriter<object?> writer, CancellationToken ct)
    {
        try
        {
            await foreach (var happened in source(ct).WithCancellation(ct)) await writer.WriteAsync(happened, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The subscription has ended.
        }
        catch (Metering.Storage.StorageException e)
        {
            writer.TryComplete(e);
        }
    }

    private static LiveSubscription Held(LiveStart live, LiveSubscription signals)
    {
        live.Source.Held.Add(signals);
        return signals;
    }

    private static async ValueTask<SocietyId?> SocietyOfRoundAsync(FieldCall f, string argument) =>
        SessionId.TryParse(f.Text(argument), out var id) ? await f.Service<ISessionStore>().FindSocietyAsync(id, f.Cancel) : null;

    private static async IAsyncEnumerable<object?> ReadingsAsync(
        LiveSubscription signals, IReadingStore readings, SocietyScope scope, long after, Func<Reading, bool> fits, TimeProvider clock, [EnumeratorCancellation] CancellationToken ct)
    {
        while (true)
        {
            yield return null;
            if (!await signals.WaitAsync(LiveStart.Patience, clock, ct)) continue;
            await Task.Delay(ReadingsTogether, clock, ct);
            signals.Take();
            FeedPage<Reading> page;
            do
            {
                page = await readings.ListAfterAsync(scope, after, IReadingStore.MaxPage, ct);
                foreach (var reading in page.Items)
                    if (reading.TotalM3 is not null && fits(reading)) yield return new Node<Reading>(reading, scope);
                after = page.Through;
            }
            while (page.More);
        }
    }

    private static async IAsyncEnumerable<object?> RoundsAsync(LiveSubscription signals, ISessionStore sessions, SocietyScope scope, Func<ScanSession, bool> fits, TimeProvider clock, [EnumeratorCancellation] CancellationToken ct)
    {
        while (true)
        {
            yield return null;
            if (!await signals.WaitAsync(LiveStart.Patience, clock, ct)) continue;
            var changed = signals.Take();
            foreach (var id in changed.Sessions.Keys)
                if (await sessions.FindAsync(scope, id, ct) is { } session && fits(session)) yield return new Node<ScanSession>(session, scope);
            if (changed.Overflow)
                foreach (var session in (await sessions.ListAsync(scope, new(SessionStatus.Active), null, ISessionStore.MaxPage, ct)).Items)
                    if (fits(session)) yield return new Node<ScanSession>(session, scope);
            await Task.Delay(RoundsTogether, clock, ct);
        }
    }

    private static async IAsyncEnumerable<object?> ExportsAsync(
        LiveSubscription signals, IJobStore jobs, SocietyScope scope, Func<Job, ExportDto> show, Func<ExportDto, bool> fits, TimeProvider clock, [EnumeratorCancellation] CancellationToken ct)
    {
        while (true)
        {
            yield return null;
            if (!await signals.WaitAsync(LiveStart.Patience, clock, ct)) continue;
            foreach (var id in signals.Take().Jobs)
                if (await jobs.FindAsync(scope, id, ct) is { IsFinished: true, Kind: ExportRequest.Kind } job && show(job) is var export && fits(export)) yield return new Node<ExportDto>(export, scope);
        }
    }
}

/// <summary>What a subscription begins with.</summary>
/// <param name="Source">Holds what is given back when it ends.</param>
/// <param name="Clock">The clock.</param>
internal sealed record LiveStart(LiveSource Source, TimeProvider Clock)
{
    /// <summary>A source says that nothing happened at least this often, so that it can be checked whether the caller still may.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
}
