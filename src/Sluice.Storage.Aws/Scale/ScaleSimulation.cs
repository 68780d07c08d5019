using Sluice.Storage.Aws.Cost;

namespace Sluice.Storage.Aws.Scale;

/// <summary>A simulation, second by second, of two slots of gateways' uploads: gateway, API, queue, workers, table. The same seed gives the same figures.</summary>
/// <remarks>
/// A gateway whose call is refused tries again after 1, 2, 4 ... 64 seconds, each time shortened by up to half. Workers take societies in turn, as a
/// fair queue hands them out. A write that a partition holds back is tried again in the next second and holds a worker meanwhile.
/// </remarks>
public sealed class ScaleSimulation
{
    private const int UsualSociety = 1_000, MaxBackoffSeconds = 64;
    private readonly Scenario scenario;
    private readonly Random random = new(20261125);
    private readonly int pageWrites = CountedUnits.Of(96).HotPageWrite;
    private readonly int end;
    private readonly List<(int MadeAt, int Society, int Tries)>[] calls;
    private readonly Queue<int>[] waiting;
    private readonly List<int> turn = [];
    private readonly Dictionary<string, double> peaks = new(StringComparer.Ordinal);
    private readonly List<int> delays = [];
    private long refused, throttled;
    private double burst;

    private ScaleSimulation(Scenario scenario)
    {
        this.scenario = scenario;
        end = scenario.SlotSeconds * 2 + 4 * 3600;   // time to catch up
        calls = new List<(int, int, int)>[end + MaxBackoffSeconds + 1];
        var societies = (int)Math.Max(1, 1 + (scenario.Meters - Largest) / UsualSociety);
        waiting = new Queue<int>[societies];
        for (var i = 0; i < societies; i++) waiting[i] = new();
        for (var society = 0; society < societies; society++)
        {
            var gateways = (int)((society == 0 ? Largest : UsualSociety) + Workload.UploadTelegrams - 1) / Workload.UploadTelegrams;
            for (var gateway = 0; gateway < gateways; gateway++)
            {
                var second = scenario.IsSpread ? random.Next(scenario.SlotSeconds) : random.Next(5);
                for (var slot = 0; slot < 2; slot++) Call(slot * scenario.SlotSeconds + second, slot * scenario.SlotSeconds + second, society, 0);
            }
        }
        burst = scenario.Limits.CallBurst;
    }

    private long Largest => Math.Min(scenario.LargestSociety, scenario.Meters);

    /// <summary>Simulates.</summary>
    public static ScaleResult Run(Scenario scenario)
    {
        var simulation = new ScaleSimulation(scenario);
        for (var second = 0; second < simulation.end; second++)
        {
            simulation.TakeCalls(second);
            simulation.Work(second);
        }
        return simulation.Result();
    }

    private void Call(int at, int madeAt, int society, int tries)
    {
        if (at >= calls.Length) return;   // counted as lost
        (calls[at] ??= []).Add((madeAt, society, tries));
    }

    private void TakeCalls(int second)
    {
        var limits = scenario.Limits;
        var now = calls[second];
        calls[second] = null!;
        var isOut = second >= scenario.SlotSeconds - scenario.OutageSeconds && second < scenario.SlotSeconds;
        burst = Math.Min(limits.CallBurst, burst + limits.CallsPerSecond);
        var room = isOut ? 0 : (int)Math.Min(burst + (second == 0 ? limits.CallsPerSecond : 0), limits.CallConcurrency / limits.CallSeconds);
        var taken = 0;
        foreach (var (madeAt, society, tries) in now ?? [])
        {
            if (taken < room)
            {
                taken++;
                if (waiting[society].Count == 0) turn.Add(society);
                waiting[society].Enqueue(madeAt);
                continue;
            }
            refused++;
            var backoff = Math.Min(MaxBackoffSeconds, 1 << Math.Min(tries, 6));
            Call(second + Math.Max(1, (int)(backoff * (0.5 + random.NextDouble() / 2))), madeAt, society, tries + 1);
        }
        burst -= Math.Max(0, Math.Min(taken, burst));
        if (isOut) return;
        Peak("calls a second", (now?.Count ?? 0) / (double)limits.CallsPerSecond);
        Peak("API functions", taken * limits.CallSeconds / limits.CallConcurrency);
    }

    private void Work(int second)
    {
        var limits = scenario.Limits;
        var capacity = (int)(limits.Workers * Workload.UploadsPerRun / limits.BatchSeconds);
        var tableRoom = limits.TableWrites / pageWrites;
        var ofASociety = limits.PartitionWrites * limits.PartitionsOfASociety / pageWrites;
        var (done, wanted, largest) = (0, 0L, 0);
        var still = new List<int>();
        foreach (var society in turn)
        {
            var queue = waiting[society];
            wanted += queue.Count;
            largest = Math.Max(largest, queue.Count);
            var now = Math.Min(Math.Min(queue.Count, ofASociety), Math.Min(capacity, tableRoom));
            if (queue.Count > ofASociety)
            {
                // What the partition holds back was tried, and held a worker.
                var held = Math.Min(queue.Count - ofASociety, Math.Max(0, capacity - now));
                throttled += held;
                capacity -= held;
            }
            for (var i = 0; i < now; i++) delays.Add(second - queue.Dequeue());
            done += now;
            capacity -= now;
            tableRoom -= now;
            if (queue.Count > 0) still.Add(society);
        }
        turn.Clear();
        turn.AddRange(still);
        Peak("workers", wanted * limits.BatchSeconds / Workload.UploadsPerRun / limits.Workers);
        Peak("writes of the table", wanted * pageWrites / (double)limits.TableWrites);
        Peak("writes of one society", largest * pageWrites / (double)(limits.PartitionWrites * limits.PartitionsOfASociety));
    }

    private void Peak(string limit, double use) => peaks[limit] = Math.Max(peaks.GetValueOrDefault(limit), use);

    private ScaleResult Result()
    {
        delays.Sort();
        var made = 2 * (((Largest + Workload.UploadTelegrams - 1) / Workload.UploadTelegrams) + (waiting.Length - 1L) * (UsualSociety / Workload.UploadTelegrams));
        var busiest = peaks.MaxBy(static p => p.Value);
        int At(double part) => delays.Count == 0 ? 0 : delays[Math.Min(delays.Count - 1, (int)(delays.Count * part))];
        return new(made, refused, throttled, At(0.5), At(0.99), At(1), (busiest.Key, busiest.Value), made - delays.Count);
    }
}
