using System.Diagnostics;

namespace Sluice.Benchmarks;

/// <summary>One way to do the work, measured by this thread's time, best of several rounds that alternate with the other arms.</summary>
internal sealed class Arm(string name, int operations, Action work)
{
    public string Name { get; } = name;

    /// <summary>Nanoseconds per operation, best round.</summary>
    public double Nanoseconds { get; private set; } = double.MaxValue;

    /// <summary>Bytes allocated per operation, least of the rounds.</summary>
    public double Bytes { get; private set; } = double.MaxValue;

    /// <summary>Runs the arms in turns, so that a busy moment of the machine hits all of them.</summary>
    public static void Measure(int rounds, params Arm[] arms)
    {
        foreach (var arm in arms)
        {
            for (var warm = 0; warm < 30; warm++) arm.Work();
        }
        Thread.Sleep(300); // the tier-1 compiler works behind
        foreach (var arm in arms) arm.Work();
        for (var round = 0; round < rounds; round++)
        {
            foreach (var arm in arms) arm.MeasureOnce();
        }
    }

    private void Work() => work();

    private void MeasureOnce()
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var start = Stopwatch.GetTimestamp();
        work();
        var elapsed = Stopwatch.GetElapsedTime(start);
        Bytes = Math.Min(Bytes, (double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / operations);
        Nanoseconds = Math.Min(Nanoseconds, elapsed.TotalNanoseconds / operations);
    }
}
