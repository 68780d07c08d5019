namespace Sluice.Metering.Simulation;

/// <summary>SplitMix64: a small generator whose sequence is the same on every machine and runtime. Not for secrets.</summary>
/// <param name="seed">Any number; different numbers give unrelated sequences.</param>
internal struct SeededRandom(ulong seed)
{
    private const ulong Step = 0x9E37_79B9_7F4A_7C15;
    private ulong state = seed;

    /// <summary>The next 64 bits.</summary>
    public ulong NextBits()
    {
        state = unchecked(state + Step);
        return Mix(state);
    }

    /// <summary>A number from 0 (inclusive) to <paramref name="below"/> (exclusive).</summary>
    public int Next(int below) => Scale(NextBits(), below);

    /// <summary>A number from <paramref name="low"/> to <paramref name="high"/>, both inclusive.</summary>
    public int Between(int low, int high) => low + Next(high - low + 1);

    /// <summary>True with the given probability, 0 to 1.</summary>
    public bool Chance(double probability) => (NextBits() >> 11) * (1.0 / (1UL << 53)) < probability;

    /// <summary>Fills bytes.</summary>
    public void Fill(Span<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i += 8)
        {
            var bits = NextBits();
            for (var j = i; j < Math.Min(i + 8, bytes.Length); j++, bits >>= 8) bytes[j] = (byte)(bits & 0xFF);
        }
    }

    /// <summary>The number that belongs to an index under a seed, without state: 0 (inclusive) to <paramref name="below"/> (exclusive).</summary>
    public static int At(ulong seed, long index, int below) => Scale(Mix(unchecked(seed + ((ulong)index * Step))), below);

    private static int Scale(ulong bits, int below) => (int)(((bits >> 32) * (ulong)below) >> 32);

    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
            z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
            return z ^ (z >> 31);
        }
    }
}
