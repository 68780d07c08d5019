namespace Sluice.Metering.Telegrams;

/// <summary>What may be decodable now, merged while it waits: a thousand telegrams of one meter are one entry.</summary>
internal sealed class HealQueue : IDisposable
{
    /// <summary>Beyond so many meters everything is looked through instead.</summary>
    private const int MaxSerials = 4_096;

    private readonly Lock gate = new();
    private readonly SemaphoreSlim signal = new(0);
    private HashSet<ushort> signatures = [];
    private HashSet<uint> serials = [];
    private bool everything;
    private bool backlog;
    private bool inHand;

    /// <summary>Work taken from the queue.</summary>
    public sealed record Taken(IReadOnlyCollection<ushort> Signatures, IReadOnlyCollection<uint> Serials, bool Everything, bool Backlog);

    public void AddSignature(ushort signature) => Add(() => signatures.Add(signature));

    public void AddSerial(uint? serial) => Add(() =>
    {
        if (serial is not { } one || serials.Count >= MaxSerials) everything = true;
        else serials.Add(one);
    });

    /// <summary>Telegrams without verdict are waiting.</summary>
    public void AddBacklog() => Add(() => backlog = true);

    public void AddEverything() => Add(() => everything = true);

    /// <summary>True when nothing waits and nothing taken is still in hand.</summary>
    public bool IsIdle
    {
        get
        {
            lock (gate) return !HasWork && !inHand;
        }
    }

    /// <summary>Waits until there is work and takes all of it.</summary>
    public async Task<Taken> TakeAsync(CancellationToken ct)
    {
        while (true)
        {
            await signal.WaitAsync(ct);
            lock (gate)
            {
                if (!HasWork) continue;
                var taken = new Taken(signatures, serials, everything, backlog);
                (signatures, serials, everything, backlog) = ([], [], false, false);
                inHand = true;
                return taken;
            }
        }
    }

    /// <summary>What was taken last is done.</summary>
    public void Done()
    {
        lock (gate) inHand = false;
    }

    public void Dispose() => signal.Dispose();

    private bool HasWork => signatures.Count > 0 || serials.Count > 0 || everything || backlog;

    private void Add(Action add)
    {
        lock (gate) add();
        signal.Release();
    }
}
