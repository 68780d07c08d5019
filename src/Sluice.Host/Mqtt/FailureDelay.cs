namespace Sluice.Host.Mqtt;

/// <summary>How long an address that gave wrong passwords waits for its answer: doubled each time, up to a minute, until it was quiet for a quarter of an hour.</summary>
internal sealed class FailureDelay(TimeProvider clock)
{
    private const int MaxAddresses = 10_000, MaxDoublings = 9;

    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100), Quiet = TimeSpan.FromMinutes(15);

    private readonly Lock gate = new();
    private readonly Dictionary<string, (int Count, long At)> failures = new(StringComparer.Ordinal);

    /// <summary>Notes a failure.</summary>
    /// <returns>How long to wait before the answer.</returns>
    public TimeSpan Note(string address)
    {
        lock (gate)
        {
            if (failures.Count >= MaxAddresses) failures.Clear();   // somebody with that many addresses is not held up by this anyway
            var count = failures.TryGetValue(address, out var known) && clock.GetElapsedTime(known.At) < Quiet ? Math.Min(known.Count + 1, MaxDoublings + 1) : 1;
            failures[address] = (count, clock.GetTimestamp());
            return First * (1 << (count - 1));
        }
    }

    /// <summary>It gave the right one.</summary>
    public void Forget(string address)
    {
        lock (gate) failures.Remove(address);
    }
}
