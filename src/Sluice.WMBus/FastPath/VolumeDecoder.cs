using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Sluice.WMBus.Formats;
using Sluice.WMBus.Security;

namespace Sluice.WMBus.FastPath;

/// <summary>Decodes encrypted telegrams of Kamstrup water meters into plain numbers, without allocating: for bulk work on many millions of telegrams.</summary>
/// <remarks>
/// Reads what makes up nearly all traffic of such meters: frame format B with CRC, ELL with AES-128-CTR, compact or full frames of a known format.
/// Checks every CRC there is: link, payload, and the compact frame's data CRC. Whatever is different (other frames, unknown formats, wrong key, damage)
/// it refuses, and <see cref="TelegramDecoder"/> reads it or says why not. Thread safe. Keys and formats are taken over at construction.
/// </remarks>
public sealed class VolumeDecoder
{
    private const int PrefetchDistance = 6;

    private readonly PayloadOpener opener;

    /// <param name="ring">The keys; a serial number with several keys is left to the general decoder.</param>
    /// <param name="formats">The formats; those that hold two volumes of 32 bits are read.</param>
    public VolumeDecoder(KeyRing ring, FormatRegistry formats) => opener = new(ring, formats);

    /// <summary>Decodes one telegram.</summary>
    /// <param name="telegram">From the L field on, frame format B with its CRC.</param>
    /// <returns>False when it is not of the kind read here, or anything does not check.</returns>
    public bool TryDecode(ReadOnlySpan<byte> telegram, out VolumeReading reading)
    {
        Unsafe.SkipInit(out reading);
        if (telegram.Length >= PayloadOpener.MinimumLength && telegram[0] + 1 <= telegram.Length && TryDecode(ref MemoryMarshal.GetReference(telegram), out reading)) return true;
        reading = default;
        return false;
    }

    /// <summary>Decodes many telegrams that lie in one buffer: faster than one by one, because keys are fetched ahead.</summary>
    /// <param name="bytes">The buffer.</param>
    /// <param name="starts">Offsets of the L fields.</param>
    /// <param name="readings">Receives a reading for each; only valid where <paramref name="decoded"/> is true.</param>
    /// <param name="decoded">Receives whether each decoded.</param>
    /// <returns>How many decoded.</returns>
    public int Decode(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> starts, Span<VolumeReading> readings, Span<bool> decoded)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(readings.Length, starts.Length, nameof(readings));
        ArgumentOutOfRangeException.ThrowIfLessThan(decoded.Length, starts.Length, nameof(decoded));
        var count = 0;
        for (var i = 0; i < starts.Length; i++)
        {
            if (i + PrefetchDistance < starts.Length && starts[i + PrefetchDistance] >= 0 && starts[i + PrefetchDistance] < bytes.Length - 8)
                opener.Prefetch(BinaryPrimitives.ReadUInt32LittleEndian(bytes[(starts[i + PrefetchDistance] + 4)..]));
            var start = starts[i];
            var fits = start >= 0 && start < bytes.Length && start + bytes[start] < bytes.Length
                && TryDecode(ref Unsafe.Add(ref MemoryMarshal.GetReference(bytes), start), out readings[i]);
            decoded[i] = fits;
            if (fits) count++;
        }
        return count;
    }

    /// <summary>Decodes a telegram whose L + 1 bytes are all there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryDecode(ref byte telegram, out VolumeReading reading)
    {
        Unsafe.SkipInit(out reading);
        if (!opener.TryOpen(ref telegram, PayloadOpener.CrcLength, out var first, out var second, out var layout, out _) || !layout.HasVolumes) return false;
        var numbers = (first.GetElement(2) == 0x79 ? layout.Compact : layout.Full).Gather(first, second).AsInt32();
        var temperatures = numbers.GetElement(3);
        reading = new(
            new(new(Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref telegram, 2))), Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref telegram, 4)), Unsafe.Add(ref telegram, 8), Unsafe.Add(ref telegram, 9)),
            Unsafe.Add(ref telegram, 12),
            Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref telegram, 13)),
            unchecked((uint)numbers.ToScalar()),
            numbers.GetElement(1),
            numbers.GetElement(2),
            layout.Exponent10,
            layout.HasFlowTemperature && (temperatures & 0xFF) != 127 ? unchecked((sbyte)temperatures) : VolumeReading.NoTemperature,
            layout.HasExternalTemperature ? unchecked((sbyte)(temperatures >> 8)) : VolumeReading.NoTemperature);
        return true;
    }
}
