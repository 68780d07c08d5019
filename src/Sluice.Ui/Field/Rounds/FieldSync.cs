using System.Net;
using System.Text;
using System.Text.Json;
using Sluice.Client;
using Sluice.Ui.Browser;
using Sluice.Ui.Field.Store;

namespace Sluice.Ui.Field.Rounds;

/// <summary>Tells the server what it does not know yet, in the background: in chunks, again and again until it has answered. Sending something twice does no harm.</summary>
public sealed class FieldSync(IFieldStore store, FieldRounds rounds, SluiceClient client, INetwork network, TimeProvider clock) : IDisposable
{
    /// <summary>Telegrams of one request: some 100 kB, which a slow network carries in seconds.</summary>
    private const int Chunk = 500;

    private static readonly TimeSpan Gather = TimeSpan.FromSeconds(3), FirstWait = TimeSpan.FromSeconds(2), LongestWait = TimeSpan.FromMinutes(5), Look = TimeSpan.FromSeconds(15);
    private readonly CancellationTokenSource end = new();
    private TaskCompletionSource wake = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long lastLook;
    private bool running;

    /// <summary>What waits.</summary>
    public Waiting Waiting { get; private set; } = Waiting.Nothing;

    /// <summary>Entries the server refused, with its reasons.</summary>
    public IReadOnlyList<KeptEntry> Refused { get; private set; } = [];

    /// <summary>Why sending stopped last; null: it did not.</summary>
    public Exception? Trouble { get; private set; }

    /// <summary>Raised when one of these changed.</summary>
    public event Action? Changed;

    /// <summary>Begins; more than once does no harm.</summary>
    public void Start()
    {
        if (running) return;
        running = true;
        rounds.Kept += Notice;
        network.Changed += Wake;
        _ = RunAsync(end.Token);
    }

    /// <summary>Tries at once.</summary>
    public void Wake() => wake.TrySetResult();

    /// <summary>Takes a refused entry back.</summary>
    public async Task DropAsync(KeptEntry entry)
    {
        await store.WriteAsync(new(), new() { Outbox = [entry.N!.Value] });
        await LookAsync();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        rounds.Kept -= Notice;
        network.Changed -= Wake;
        end.Cancel();
        end.Dispose();
    }

    private void Notice()
    {
        _ = LookAsync();   // said at once, sent a little later
        Wake();
    }

    private async Task RunAsync(CancellationToken ct)
    {
        var wait = FirstWait;
        while (!ct.IsCancellationRequested)
        {
            var pause = Look;
            try
            {
                await LookAsync();
                await SendAllAsync(ct);
                await FollowAsync(ct);
                (Trouble, wait) = (null, FirstWait);
            }
            catch (Exception e) when (e is HttpRequestException or ProblemException or TaskCanceledException or JsonException && !ct.IsCancellationRequested)
            {
                // No network, a server that is down or a log-in that ended: everything stays here and is tried again, less and less often.
                (Trouble, pause) = (e, wait * (0.75 + (Random.Shared.NextDouble() / 2)));
                wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
            }
            await LookAsync();
            await Task.WhenAny(wake.Task, Task.Delay(pause, clock, ct));
            if (!wake.Task.IsCompleted) continue;
            wake = new(TaskCreationOptions.RunContinuationsAsynchronously);
            // What comes together goes together; without network there is nothing to hurry for.
            await Task.Delay(Trouble is null ? Gather : TimeSpan.FromSeconds(1), clock, ct);
            if (Trouble is not null && !network.IsOnline) await Task.WhenAny(wake.Task, Task.Delay(pause, clock, ct));
        }
    }

    private async Task LookAsync()
    {
        var before = (Waiting, Refused.Count);
        Waiting = await store.WaitingAsync();
        Refused = Waiting.Entries == 0 ? [] : [.. (await store.ListOutboxAsync()).Where(static e => e.Refused is not null)];
        if (before != (Waiting, Refused.Count) || Trouble is not null) Changed?.Invoke();
    }

    private async Task SendAllAsync(CancellationToken ct)
    {
        if (Waiting.Telegrams + Waiting.Entries == 0) return;
        var touched = new HashSet<string>();
        var refusedRounds = Refused.Where(static e => e.Start is not null).Select(static e => e.Round).ToHashSet();
        foreach (var entry in (await store.ListOutboxAsync()).Where(static e => e.Refused is null))
        {
            // What was heard before a round ended is told before its end, or it would count as late.
            if (entry.Change is "complete" or "fail") await SendTelegramsAsync(entry.Round, ct);
            try
            {
                await SendAsync(entry, ct);
            }
            catch (ProblemException e) when (IsFinal(e))
            {
                await store.WriteAsync(new() { Outbox = [entry with { Refused = e.Message }] });
                if (entry.Start is not null) refusedRounds.Add(entry.Round);
                continue;
            }
            await store.WriteAsync(new(), new() { Outbox = [entry.N!.Value] });
            touched.Add(entry.Round);
        }
        ProblemException? problem = null;
        foreach (var round in (await RoundsWithTelegramsAsync()).Where(r => !refusedRounds.Contains(r)))
        {
            try
            {
                if (await SendTelegramsAsync(round, ct) > 0) touched.Add(round);
            }
            catch (ProblemException e) when (IsFinal(e))
            {
                problem = e;   // kept all the same; other rounds do not wait for it
            }
        }
        foreach (var round in touched.Except(refusedRounds)) await rounds.RefreshAsync(round, ct);
        lastLook = clock.GetTimestamp();
        if (problem is not null) throw problem;
    }

    private async Task<IEnumerable<string>> RoundsWithTelegramsAsync()
    {
        var all = new List<string>();
        foreach (var round in await store.ListRoundsAsync())
            if (await store.ListTelegramsAsync(round.Id, 1) is [_, ..]) all.Add(round.Id);
        return all;
    }

    private Task SendAsync(KeptEntry entry, CancellationToken ct) => entry switch
    {
        { Start: { } start } => client.StartSessionAsync(entry.Society, start, ct),
        { Note: { } note } => client.UpdateTargetAsync(entry.Round, note, ct),
        _ => client.ChangeSessionAsync(entry.Round, entry.Change!, entry.Reason, ct),
    };

    /// <summary>Sends a round's telegrams, oldest first; what the server has acknowledged is removed here, and only that.</summary>
    private async Task<int> SendTelegramsAsync(string round, CancellationToken ct)
    {
        for (var sent = 0; ;)
        {
            var waiting = await store.ListTelegramsAsync(round, Chunk);
            if (waiting.Count == 0) return sent;
            // One request says one place.
            var chunk = waiting.TakeWhile(t => Near(t, waiting[0])).ToList();
            using var lines = new MemoryStream();
            foreach (var telegram in chunk)
            {
                lines.Write(JsonSerializer.SerializeToUtf8Bytes(SentTelegram.Of(telegram), FieldJson.Default.SentTelegram));
                lines.WriteByte((byte)'\n');
            }
            await client.PostTelegramsAsync(round, lines.ToArray(), chunk[0].Lat, chunk[0].Lng, ct);
            await store.WriteAsync(new(), new() { Telegrams = [.. chunk.Select(static t => t.N!.Value)] });
            sent += chunk.Count;
            await LookAsync();
        }
    }

    /// <summary>True within some ten metres: a place is where one stands, not a track.</summary>
    private static bool Near(KeptTelegram one, KeptTelegram other) =>
        (one.Lat is null) == (other.Lat is null) && Math.Abs((one.Lat - other.Lat) ?? 0) < 0.0001 && Math.Abs((one.Lng - other.Lng) ?? 0) < 0.0001;

    /// <summary>Looks whether others, or decoding, moved the round in hand on.</summary>
    private async Task FollowAsync(CancellationToken ct)
    {
        if (rounds.Open is not { } open || Waiting.Telegrams + Waiting.Entries > Refused.Count || !network.IsOnline || clock.GetElapsedTime(lastLook) < Look * 0.8) return;
        lastLook = clock.GetTimestamp();
        var id = open.Session.Id.ToString();
        var there = await client.GetProgressAsync(id, ct);
        var (here, states) = (open.Session.Counts, there.States);
        var same = (here.Captured, here.Decoded, here.Suspicious, here.Manual, here.Unreadable, RoundWire.Word(open.Session.Status), open.Session.Unlisted)
            == (states.Captured, states.Decoded, states.Suspicious, states.Manual, states.Unreadable, there.Status, there.Unlisted);
        if (!same) await rounds.RefreshAsync(id, ct);
    }

    /// <summary>True when trying again cannot help: a person must decide.</summary>
    private static bool IsFinal(ProblemException e) =>
        e.Status is HttpStatusCode.BadRequest or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity && e.Code is not (ProblemException.NoProblem or ProblemException.LoggedOut);
}
