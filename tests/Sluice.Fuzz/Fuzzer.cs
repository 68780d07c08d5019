using System.Diagnostics;

namespace Sluice.Fuzz;

/// <summary>Runs a target on mutated inputs; those that make something new happen are kept and mutated further.</summary>
/// <param name="target">What is attacked.</param>
/// <param name="seed">The same seed gives the same inputs.</param>
/// <param name="slowest">An input that twice takes longer is a finding; one that takes ten times as long ends the process.</param>
public sealed class Fuzzer(FuzzTarget target, int seed, TimeSpan slowest)
{
    private const int MaximumKept = 4096, MaximumBehaviours = 1 << 16;
    private const long MaximumGrowth = 48L << 20;
    private const long MaximumAllocation = 256L << 20;

    private readonly HashSet<int> behaviours = [];
    private readonly List<byte[]> kept = [.. target.Seeds];
    private byte[] current = [];
    private int currentLength;
    private long currentIteration;

    /// <summary>Runs the seeds as they are, then mutations, until the first finding.</summary>
    /// <param name="iterations">How many inputs; null: as many as the time allows.</param>
    /// <param name="time">How long; null: as long as the iterations take.</param>
    public FuzzResult Run(long? iterations, TimeSpan? time)
    {
        var random = new Random(seed);
        var mutator = new Mutator(random, target.Words, target.LongestInput);
        var clock = Stopwatch.StartNew();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        string? failure = null;
        using var watchdog = new Watchdog(10 * slowest, () => Describe("does not end"));
        long done = 0;
        for (; failure is null && (iterations is null || done < iterations); done++)
        {
            if (time is { } limit && (done & 63) == 0 && clock.Elapsed >= limit) break;
            ReadOnlySpan<byte> input = done < target.Seeds.Count
                ? target.Seeds[(int)done]
                : mutator.Mutate(kept[random.Next(kept.Count)], kept[random.Next(kept.Count)]);
            Remember(input, done);
            watchdog.Start();
            failure = Try(input, out var behaviour);
            watchdog.Stop();
            if (failure is null && behaviours.Count < MaximumBehaviours && behaviours.Add(behaviour)) Keep(input, random);
        }
        clock.Stop();
        if (failure is not null) return new(target.Name, done, behaviours.Count, clock.Elapsed, 0, Describe(failure));
        var inputs = kept.Sum(static k => (long)k.Length + 24) + (behaviours.Count * 16L);
        var growth = GC.GetTotalMemory(forceFullCollection: true) - before - inputs;
        if (growth > MaximumGrowth) failure = $"{target.Name}, seed {seed}: memory grew by {growth >> 20} MB in {done} inputs; at most {MaximumGrowth >> 20} MB may stay.";
        return new(target.Name, done, behaviours.Count, clock.Elapsed, growth, failure);
    }

    private string? Try(ReadOnlySpan<byte> input, out int behaviour)
    {
        behaviour = 0;
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var start = Stopwatch.GetTimestamp();
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                behaviour = target.Run(input);
            }
#pragma warning disable CA1031 // any exception is the finding
            catch (Exception e)
#pragma warning restore CA1031
            {
                return e.ToString();
            }
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            if (allocated > MaximumAllocation) return $"allocates {allocated >> 20} MB";
            if (Stopwatch.GetElapsedTime(start) < slowest) return null; // a busy machine is slow once
        }
        return $"takes longer than {slowest.TotalSeconds} s";
    }

    private void Keep(ReadOnlySpan<byte> input, Random random)
    {
        if (kept.Count < MaximumKept) kept.Add(input.ToArray());
        else kept[random.Next(kept.Count)] = input.ToArray();
    }

    private void Remember(ReadOnlySpan<byte> input, long iteration)
    {
        if (current.Length < input.Length) current = new byte[input.Length];
        input.CopyTo(current);
        currentLength = input.Length;
        currentIteration = iteration;
    }

    private string Describe(string failure) =>
        $"FAILED target {target.Name}, seed {seed}, iteration {currentIteration}: {failure}\nreplay: ./sluice fuzz --target {target.Name} --replay {Convert.ToHexString(current.AsSpan(0, currentLength))}";
}

/// <summary>What a run found.</summary>
/// <param name="Target">The target's name.</param>
/// <param name="Iterations">Inputs run.</param>
/// <param name="Behaviours">Different things that happened.</param>
/// <param name="Elapsed">Time taken.</param>
/// <param name="MemoryGrowth">Bytes on the heap that were not there before, the kept inputs not counted.</param>
/// <param name="Failure">The finding, with what is needed to replay it; null for none.</param>
public sealed record FuzzResult(string Target, long Iterations, int Behaviours, TimeSpan Elapsed, long MemoryGrowth, string? Failure);
