using Sluice.Client;
using Sluice.Contracts.Sessions;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Sessions;
using Sluice.Ui.Field.Store;
using Sluice.Ui.SignIn;

namespace Sluice.Ui.Field.Rounds;

/// <summary>The rounds of this phone: begun, opened, noted and changed here first, and told to the server behind it.</summary>
public sealed class FieldRounds(IFieldStore store, SluiceClient client, Session who, TimeProvider clock) : IDisposable
{
    /// <summary>Of one request.</summary>
    private const int PageSize = 1_000;

    /// <summary>One change at a time: what is kept is counted before a round is read anew, and not lost by it.</summary>
    private readonly SemaphoreSlim gate = new(1);

    /// <summary>The round in hand; null: none is open.</summary>
    public RoundOnPhone? Open { get; private set; }

    /// <summary>Raised when the round in hand changed; with the targets whose state changed, or null: look at all.</summary>
    public event Action<IReadOnlyList<SessionTarget>?>? Changed;

    /// <summary>Raised when something new waits for the server.</summary>
    public event Action? Kept;

    private string Subject => who.Me?.Subject ?? "";

    private SessionActor Actor => new(Subject, who.Me?.Name ?? "", who.IsAdmin);

    /// <summary>Keeps what is needed to begin rounds of a society without network.</summary>
    public async Task KeepPlaceAsync(Contracts.Societies.SocietyDto society, CancellationToken ct)
    {
        var place = new KeptPlace { Id = society.Id, Subject = Subject, Society = society, Structure = await client.GetStructureAsync(society.Id, ct) };
        await store.WriteAsync(new() { Places = [place] });
    }

    /// <summary>The societies in which a round can begin now.</summary>
    public async Task<IReadOnlyList<KeptPlace>> ListPlacesAsync() => [.. (await store.ListPlacesAsync()).Where(p => p.Subject == Subject)];

    /// <summary>The rounds on this phone, last begun first.</summary>
    public async Task<IReadOnlyList<SessionDto>> ListAsync() => [.. (await store.ListRoundsAsync()).Where(r => r.Subject == Subject).Select(static r => r.Session).OrderByDescending(static s => s.StartedAt)];

    /// <summary>Begins a round here and now; the server hears of it when there is a network.</summary>
    /// <returns>Its id; null: there is no meter in that place, or the phone has no room.</returns>
    public async Task<(string? Id, WriteOutcome Outcome)> StartAsync(KeptPlace place, StartSessionDto wanted, string name)
    {
        var now = clock.GetUtcNow();
        var id = SessionId.New(clock);
        var start = wanted with { Id = id.ToString(), StartedAt = now, Name = name };
        var targets = RoundWire.TargetsOf(place, start);
        if (targets.Count is 0 or > ScanSession.MaxTargets) return (null, WriteOutcome.Kept);
        var session = SessionRules.Begin(
            new() { Id = id, Society = SocietyId.Parse(place.Id), User = Subject, Mode = RoundWire.ModeOf(start.Mode!), Name = name, StartedAt = now }, Actor.Name) with
        { Counts = new StateCounts().With(TargetState.Missing, targets.Count) };
        var row = new KeptRound { Id = start.Id, Subject = Subject, Session = RoundWire.ToDto(session, Subject, now), At = now.ToUnixTimeMilliseconds(), Targets = [.. targets.Select(RoundWire.ToDto)] };
        var outcome = await store.WriteAsync(new() { Rounds = [row], Outbox = [new() { Round = start.Id, Society = place.Id, At = row.At, Start = start }] });
        if (outcome != WriteOutcome.Kept) return (null, outcome);
        Kept?.Invoke();
        return (start.Id, outcome);
    }

    /// <summary>Takes a round up as this phone knows it.</summary>
    /// <returns>False: it is not on this phone.</returns>
    public async Task<bool> OpenAsync(string id)
    {
        if (Open?.Session.Id.ToString() == id) return true;
        if (await store.FindRoundAsync(id) is not { } kept || kept.Subject != Subject) return false;
        await AloneAsync(async () => Open = await RestoreAsync(kept));
        Changed?.Invoke(null);
        return true;
    }

    /// <summary>Asks the server for a round and keeps it, with what was heard and noted here on top. Does nothing for a round the server does not know yet.</summary>
    public async Task RefreshAsync(string id, CancellationToken ct)
    {
        if ((await store.ListOutboxAsync(id)).Any(static e => e.Start is not null)) return;
        var session = await client.GetSessionAsync(id, ct);
        var now = clock.GetUtcNow();
        var kept = new KeptRound
        {
            Id = id,
            Subject = Subject,
            Session = session,
            At = now.ToUnixTimeMilliseconds(),
            Targets = await AllAsync(async next => await client.ListTargetsAsync(id, ct, PageSize, next) is var page ? (page.Targets, page.Next) : default),
            Unlisted = await AllAsync(async next => await client.ListHeardAsync(id, ct, PageSize, next) is var page ? (page.Meters, page.Next) : default),
        };
        await AloneAsync(async () =>
        {
            await store.WriteAsync(new() { Rounds = [kept] });
            if (Open is null || Open.Session.Id.ToString() == id) Open = await RestoreAsync(kept);
        });
        Changed?.Invoke(null);
    }

    /// <summary>Keeps telegrams of a round and then counts what they tell.</summary>
    /// <param name="round">The round.</param>
    /// <param name="telegrams">The telegrams.</param>
    /// <param name="captures">What they tell.</param>
    /// <returns>What became of them, and the targets whose state changed. Nothing counts that was not kept.</returns>
    public async Task<(WriteOutcome Outcome, IReadOnlyList<SessionTarget> Changed)> CaptureAsync(RoundOnPhone round, IReadOnlyList<KeptTelegram> telegrams, IReadOnlyList<Capture> captures)
    {
        IReadOnlyList<SessionTarget> changed = [];
        var outcome = WriteOutcome.Failed;
        await AloneAsync(async () =>
        {
            var now = Open is { } open && open.Session.Id == round.Session.Id ? open : round;
            var heard = now.Merge(captures);
            var id = now.Session.Id.ToString();
            outcome = await store.WriteAsync(new()
            {
                Telegrams = telegrams,
                Heard = [.. heard.Select(h => new KeptHeard { K = $"{id}|{h.Meter}", Round = id, Meter = h.Meter.ToString(), First = h.FirstAt.ToUnixTimeMilliseconds(), Last = h.LastAt.ToUnixTimeMilliseconds(), Rssi = h.RssiDbm })],
            });
            if (outcome == WriteOutcome.Kept) changed = now.Hear(heard);
        });
        if (outcome != WriteOutcome.Kept) return (outcome, changed);
        Changed?.Invoke(changed);
        Kept?.Invoke();
        return (outcome, changed);
    }

    /// <summary>Notes a meter of the round in hand.</summary>
    /// <returns>What became of it; null: it could not be kept on this phone.</returns>
    public async Task<NoteOutcome?> NoteAsync(MeterId meter, UpdateTargetDto note)
    {
        var round = Open!;
        var now = clock.GetUtcNow();
        note = note with { MeterId = meter.ToString(), At = now };
        var said = RoundWire.ToNote(note, Subject, now);
        var outcome = round.Try(meter, said);
        if (outcome is not (NoteOutcome.Noted or NoteOutcome.NotedBeside)) return outcome;
        var kept = WriteOutcome.Failed;
        await AloneAsync(async () =>
        {
            kept = await KeepAsync(round, new() { Note = note, Round = "", Society = "", At = 0 }, now);
            if (kept == WriteOutcome.Kept) Open!.Note(meter, said);
        });
        if (kept != WriteOutcome.Kept) return null;
        Changed?.Invoke(Open!.Find(meter) is { } target ? [target] : []);
        return outcome;
    }

    /// <summary>Changes the round in hand.</summary>
    /// <returns>What became of it; null: it could not be kept on this phone.</returns>
    public async Task<SessionOutcome?> ChangeAsync(SessionAction action, string reason = "")
    {
        var round = Open!;
        var now = clock.GetUtcNow();
        var outcome = SessionRules.Change(round.Session, Actor, new(action, now, reason)).Outcome;
        if (outcome != SessionOutcome.Done) return outcome;
        var kept = WriteOutcome.Failed;
        await AloneAsync(async () =>
        {
            kept = await KeepAsync(round, new() { Change = action.ToString().ToLowerInvariant(), Reason = reason, Round = "", Society = "", At = 0 }, now);
            if (kept == WriteOutcome.Kept) Open!.Change(Actor, new(action, now, reason));
        });
        if (kept != WriteOutcome.Kept) return null;
        Changed?.Invoke([]);
        return outcome;
    }

    /// <inheritdoc/>
    public void Dispose() => gate.Dispose();

    private async Task AloneAsync(Func<Task> work)
    {
        await gate.WaitAsync();
        try
        {
            await work();
        }
        finally
        {
            gate.Release();
        }
    }

    private async ValueTask<WriteOutcome> KeepAsync(RoundOnPhone round, KeptEntry entry, DateTimeOffset now)
    {
        var outcome = await store.WriteAsync(new() { Outbox = [entry with { Round = round.Session.Id.ToString(), Society = round.Session.Society.Text, At = now.ToUnixTimeMilliseconds() }] });
        if (outcome == WriteOutcome.Kept) Kept?.Invoke();
        return outcome;
    }

    /// <summary>What the server said, then what happened here and it may not know.</summary>
    private async Task<RoundOnPhone> RestoreAsync(KeptRound kept)
    {
        var at = RoundWire.Time(kept.At);
        var round = new RoundOnPhone(
            RoundWire.ToSession(kept.Session, at),
            [.. kept.Targets.Select(RoundWire.ToTarget)],
            kept.Unlisted.Where(static m => MeterId.TryParse(m.MeterId, out _)).Select(static m => new HeardMeter(MeterId.TryParse(m.MeterId, out var id) ? id : default, HeardState.Captured, m.FirstAt, m.LastAt, m.RssiDbm)));
        round.Hear((await store.ListHeardAsync(kept.Id)).Where(static h => MeterId.TryParse(h.Meter, out _)).Select(static h =>
            new HeardMeter(MeterId.TryParse(h.Meter, out var id) ? id : default, HeardState.Captured, RoundWire.Time(h.First), RoundWire.Time(h.Last), h.Rssi)));
        foreach (var entry in (await store.ListOutboxAsync(kept.Id)).Where(static e => e.Refused is null))
        {
            if (entry.Note is { } note && MeterId.TryParse(note.MeterId, out var meter)) round.Note(meter, RoundWire.ToNote(note, Subject, RoundWire.Time(entry.At)));
            if (entry.Change is { } word && Enum.TryParse<SessionAction>(word, ignoreCase: true, out var action)) round.Change(Actor, new(action, RoundWire.Time(entry.At), entry.Reason ?? ""));
        }
        return round;
    }

    private static async Task<IReadOnlyList<T>> AllAsync<T>(Func<string?, Task<(IReadOnlyList<T> Items, string? Next)>> page)
    {
        var all = new List<T>();
        string? next = null;
        do
        {
            (var items, next) = await page(next);
            all.AddRange(items);
        }
        while (next is not null);
        return all;
    }
}
