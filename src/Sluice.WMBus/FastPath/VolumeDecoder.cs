using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Sluice.WMBus.Formats;
using Sluice.WMBus.Frames;
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
    private const int CrcLength = 2, PayloadOffset = 17, ShortestContent = 33, LongestContent = 48, PrefetchDistance = 6;

    private static readonly Vector128<byte> Backwards = Vector128.Create((byte)15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    private static readonly Vector128<byte> VectorBytes = Vector128.Create(0, 1, 2, 3, 4, 5, 6, 7, 9, 11, 12, 13, 14, 0x80, 0x80, 0x80);
    private static readonly Vector128<byte> VectorMask = Vector128.Create(0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xED, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0);
    private static readonly Vector128<byte> CounterOne = Vector128.Create(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)1);

    /// <summary>Masks that depend on the number of bytes before the link CRC, 33 to 48.</summary>
    private static readonly LengthMasks[] ByLength = [.. Enumerable.Range(ShortestContent, LongestContent - ShortestContent + 1).Select(n => new LengthMasks(n))];

    private readonly KeyTable keys;
    private readonly VolumeLayout[] layouts;

    /// <param name="ring">The keys; a serial number with several keys is left to the general decoder.</param>
    /// <param name="formats">The formats; those that hold two volumes of 32 bits are read.</param>
    public VolumeDecoder(KeyRing ring, FormatRegistry formats)
    {
        keys = new(ring);
        layouts = [.. formats.All.Select(VolumeLayout.TryCreate).OfType<VolumeLayout>()];
    }

    /// <summary>Decodes one telegram.</summary>
    /// <param name="telegram">From the L field on, frame format B with its CRC.</param>
    /// <returns>False when it is not of the kind read here, or anything does not check.</returns>
    public bool TryDecode(ReadOnlySpan<byte> telegram, out VolumeReading reading)
    {
        Unsafe.SkipInit(out reading);
        if (telegram.Length > ShortestContent + 1 && telegram[0] + 1 <= telegram.Length && TryDecode(ref MemoryMarshal.GetReference(telegram), out reading)) return true;
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
                keys.Prefetch(BinaryPrimitives.ReadUInt32LittleEndian(bytes[(starts[i + PrefetchDistance] + 4)..]));
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
        var content = telegram + 1 - CrcLength;
        // C 44, CI 8D, session encrypted with AES-128-CTR.
        if (content is < ShortestContent or > LongestContent
            || Unsafe.Add(ref telegram, 1) != 0x44 || Unsafe.Add(ref telegram, 10) != 0x8D || Unsafe.Add(ref telegram, 16) >> 5 != 1) return false;
        ref readonly var masks = ref ByLength[content - ShortestContent];
        var serial = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref telegram, 4));
        var manufacturer = Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref telegram, 2));
        if (!keys.TryFind(serial, manufacturer, out var key)) return false;

        var linkCrc = VectorMath.Crc(
            VectorMath.Shuffle(Vector128.LoadUnsafe(ref telegram), masks.Head),
            VectorMath.Shuffle(Vector128.LoadUnsafe(ref telegram, (nuint)content - 32), Backwards),
            VectorMath.Shuffle(Vector128.LoadUnsafe(ref telegram, (nuint)content - 16), Backwards));

        var first = (VectorMath.Shuffle(Vector128.LoadUnsafe(ref telegram, 2), VectorBytes)) & VectorMask;
        var second = first | CounterOne;
        VectorMath.EncryptPair(key, ref first, ref second);
        first ^= Vector128.LoadUnsafe(ref telegram, PayloadOffset);
        second ^= VectorMath.Shuffle(Vector128.LoadUnsafe(ref telegram, (nuint)content - 16), masks.Tail);

        var payloadCrc = VectorMath.Crc(
            VectorMath.Shuffle(first, masks.PayloadHigh.First) | VectorMath.Shuffle(second, masks.PayloadHigh.Second),
            VectorMath.Shuffle(first, masks.PayloadLow.First) | VectorMath.Shuffle(second, masks.PayloadLow.Second));
        var sentLinkCrc = BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref telegram, content)));
        if ((linkCrc ^ sentLinkCrc) != 0 || first.AsUInt16().ToScalar() != payloadCrc) return false;

        if (FindLayout(first, second, content - PayloadOffset) is not { } found) return false;
        var isCompact = first.GetElement(2) == 0x79;
        var numbers = (isCompact ? found.Compact : found.Full).Gather(first, second).AsInt32();
        var temperatures = numbers.GetElement(3);
        reading = new(
            new(new(manufacturer), serial, Unsafe.Add(ref telegram, 8), Unsafe.Add(ref telegram, 9)),
            Unsafe.Add(ref telegram, 12),
            Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref telegram, 13)),
            unchecked((uint)numbers.ToScalar()),
            numbers.GetElement(1),
            numbers.GetElement(2),
            found.Exponent10,
            found.HasFlowTemperature && (temperatures & 0xFF) != 127 ? unchecked((sbyte)temperatures) : VolumeReading.NoTemperature,
            found.HasExternalTemperature ? unchecked((sbyte)(temperatures >> 8)) : VolumeReading.NoTemperature);
        return true;
    }

    /// <summary>Finds the format: of a compact frame by signature, data CRC checked; of a full frame by its headers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private VolumeLayout? FindLayout(Vector128<byte> first, Vector128<byte> second, int length)
    {
        var ci = first.GetElement(2);
        if (ci == 0x79)
        {
            var signature = (ushort)((first.AsUInt32().GetElement(0) >> 24) | ((first.AsUInt32().GetElement(1) & 0xFFu) << 8));
            var dataCrc = (ushort)((first.AsUInt32().GetElement(1) >> 8) & 0xFFFF);
            foreach (var layout in layouts)
            {
                if (layout.Signature != signature || layout.CompactLength != length) continue;
                var crc = VectorMath.Crc(layout.BlockHigh.Gather(first, second) | layout.HeadersHigh, layout.BlockLow.Gather(first, second) | layout.HeadersLow);
                if (crc == dataCrc) return layout;
            }
            return null;
        }
        foreach (var layout in layouts)
        {
            if (layout.FullLength == length
                && (first & layout.HeaderMask.First) == layout.HeaderBytes.First
                && (second & layout.HeaderMask.Second) == layout.HeaderBytes.Second) return layout;
        }
        return null;
    }

    /// <summary>Shuffles for one telegram length.</summary>
    private readonly struct LengthMasks
    {
        /// <summary>The bytes before the last 32 of the content, last first.</summary>
        public readonly Vector128<byte> Head;

        /// <summary>From the last 16 bytes of the content to the payload's bytes from 16 on.</summary>
        public readonly Vector128<byte> Tail;

        /// <summary>The payload after its CRC, last byte first: lower 16, from the two payload vectors.</summary>
        public readonly VolumeLayout.Masks PayloadLow;

        /// <summary>Upper 16.</summary>
        public readonly VolumeLayout.Masks PayloadHigh;

        public LengthMasks(int content)
        {
            var payload = content - PayloadOffset;
            Span<byte> positions = stackalloc byte[32];
            positions.Fill(0xFF);
            for (var k = 0; k < content - 32; k++) positions[k] = (byte)(content - 33 - k);
            Head = Vector128.Create<byte>(positions);
            positions.Fill(0xFF);
            for (var k = 0; k < payload - 16; k++) positions[k] = (byte)(32 - payload + k);
            Tail = Vector128.Create<byte>(positions);
            positions.Fill(0xFF);
            for (var k = 0; k < payload - CrcLength; k++) positions[k] = (byte)(payload - 1 - k);
            PayloadLow = VolumeLayout.Masks.FromPositions(positions[..16]);
            PayloadHigh = VolumeLayout.Masks.FromPositions(positions[16..]);
        }
    }
}
