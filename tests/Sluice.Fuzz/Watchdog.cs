using System.Diagnostics;

namespace Sluice.Fuzz;

/// <summary>Ends the process when an input never ends, and says which it was.</summary>
internal sealed class Watchdog : IDisposable
{
    private readonly Timer timer;
    private readonly TimeSpan limit;
    private readonly Func<string> describe;
    private long started;

    public Watchdog(TimeSpan limit, Func<string> describe)
    {
        this.limit = limit;
        this.describe = describe;
        timer = new(_ => Look(), null, 1000, 1000);
    }

    public void Start() => Volatile.Write(ref started, Stopwatch.GetTimestamp());

    public void Stop() => Volatile.Write(ref started, 0);

    public void Dispose() => timer.Dispose();

    private void Look()
    {
        var since = Volatile.Read(ref started);
        if (since == 0 || Stopwatch.GetElapsedTime(since) < limit) return;
        Console.Error.WriteLine(describe());
        Environment.Exit(1);
    }
}
