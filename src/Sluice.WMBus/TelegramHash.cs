using Sluice.WMBus.Frames;

namespace Sluice.WMBus;

/// <summary>The identity of a telegram: stable across receivers, relays, restarts and versions (it is stored).</summary>
internal static class TelegramHash
{
    private const ulong Basis = 14695981039346656037UL;
    private const ulong Prime = 1099511628211UL;

    /// <summary>FNV-1a, 64 bit, over the meter's address and the payload as received.</summary>
    /// <param name="payload">From the first CI field on, without link CRCs, before decryption.</param>
    public static ulong Compute(MeterAddress address, ReadOnlySpan<byte> payload)
    {
        var hash = Basis;
        Span<byte> bytes = stackalloc byte[8];
        address.WriteLinkLayer(bytes);
        foreach (var b in bytes) hash = unchecked((hash ^ b) * Prime);
        for (var i = 0; i < payload.Length; i++)
        {
            // The communication control byte after an ELL CI: a repeater changes its hop and repeat bits (10h, 02h).
            var b = i == 1 && payload[0] is >= 0x8C and <= 0x8F ? (byte)(payload[1] & ~0x12) : payload[i];
            hash = unchecked((hash ^ b) * Prime);
        }
        return hash;
    }
}
