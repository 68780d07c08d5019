namespace Sluice.Api.Audit;

/// <summary>Bounds what refused attempts add to the audit log, so that nobody can fill the disk by being refused. The rest is counted and told with the next entry.</summary>
public sealed class RefusalBound(TimeProvider clock)
{
    /// <summary>Entries a minute for one caller or address.</summary>
    public const int Each = 10;

    /// <summary>Entries a minute for all.</summary>
    public const int All = 120;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Dictionary<string, int> taken = [];
    private long started = clock.GetTimestamp();
    private int total;
    private long unwritten;

    /// <summary>True when an entry may be written now.</summary>
    /// <param name="who">The caller's subject or address.</param>
    /// <param name="unwrittenBefore">Attempts that were only counted since the last entry.</param>
    public bool TryTake(string who, out long unwrittenBefore)
    {
        lock (gate)
        {
            if (clock.GetElapsedTime(started) >= Window)
            {
                taken.Clear();
                (total, started) = (0, clock.GetTimestamp());
            }
            unwrittenBefore = unwritten;
            var own = taken.GetValueOrDefault(who);
            if (own >= Each || total >= All)
            {
                unwritten++;
                return false;
            }
            taken[who] = own + 1;
            total++;
            unwritten = 0;
            return true;
        }
    }
}
