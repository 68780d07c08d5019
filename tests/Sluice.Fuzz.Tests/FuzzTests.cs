namespace Sluice.Fuzz.Tests;

/// <summary>A short run of every target with a fixed seed; the long one is <c>./sluice fuzz</c>.</summary>
public sealed class FuzzTests
{
    private const int Seed = 20260101;

    /// <summary>Other tests use the machine too: only what truly hangs counts here.</summary>
    private static readonly TimeSpan Slowest = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("decoder", 30_000)]
    [InlineData("fast", 30_000)]
    [InlineData("receivers", 10_000)]
    [InlineData("drivers", 2_000)]
    [InlineData("formats", 5_000)]
    [InlineData("keys", 2_000)]
    public void Mutated_inputs_keep_every_promise(string target, int iterations)
    {
        var result = new Fuzzer(FuzzTargets.Create(target), Seed, Slowest).Run(iterations, null);
        Assert.Null(result.Failure);
        Assert.Equal(iterations, result.Iterations);
    }

    [Fact]
    public void The_same_seed_gives_the_same_run()
    {
        var first = new Fuzzer(FuzzTargets.Create("decoder"), 4, Slowest).Run(2000, null);
        var second = new Fuzzer(FuzzTargets.Create("decoder"), 4, Slowest).Run(2000, null);
        Assert.Equal(first.Behaviours, second.Behaviours);
        Assert.True(first.Behaviours > 50, $"{first.Behaviours} behaviours");
    }

    [Fact]
    public void A_broken_promise_comes_with_what_is_needed_to_replay_it()
    {
        var result = new Fuzzer(new Fragile(), 4, Slowest).Run(100_000, null);
        Assert.Contains("seed 4", result.Failure, StringComparison.Ordinal);
        Assert.Contains("--target fragile --replay FF", result.Failure, StringComparison.Ordinal);
    }

    private sealed class Fragile : FuzzTarget
    {
        public override string Name => "fragile";

        public override IReadOnlyList<byte[]> Seeds { get; } = [[1, 2, 3]];

        public override int Run(ReadOnlySpan<byte> input)
        {
            Require(input.IsEmpty || input[0] != 0xFF, "no FF at the start");
            return input.Length;
        }
    }
}
