using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Sluice.WMBus.Formats;
using Sluice.WMBus.Security;

namespace Sluice.WMBus.FastPath;

/// <summary>Opens encrypted telegrams of Kamstrup water meters: finds the key, decrypts, checks every CRC, finds the format. Allocates nothing.</summary>
/// <remarks>Reads what makes up nearly all traffic of such meters: frame format B with or without its CRC, ELL with AES-128-CTR, compact or full frames of a known format.
/// Whatever is different it refuses; <see cref="TelegramDecoder"/> reads it or says why not.</remarks>
internal sealed class PayloadOpener
{
    private const int PayloadOffset = 17, ShortestContent = 33, LongestContent = 48;

    private static readonly Vector128<byte> Backwards = Vector128.Create((byte)15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    private static readonly Vector128<byte> VectorBytes = Vector128.Create(0, 1, 2, 3, 4, 5, 6, 7, 9, 11, 12, 13, 14, 0x80, 0x80, 0x80);
    private static readonly Vector128<byte> VectorMask = Vector128.Create(0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xED, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0);
    private static readonly Vector128<byte> CounterOne = Vector128.Create(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)1);

    /// <summary>Masks that depend on the number of bytes before the link CRC, 33 to 48.</summary>
    private static readonly LengthMasks[] ByLength = [.. Enumerable.Range(ShortestContent, LongestContent - ShortestContent + 1).Select(n => new LengthMasks(n))];

    private readonly KeyTable keys;
    private readonly VolumeLayout[] layouts;

    public PayloadOpener(KeyRing ring, FormatRegistry formats)
    {
        keys = new(ring);
        layouts = [.. formats.All.Select(VolumeLayout.TryCreate).OfType<VolumeLayout>().OrderByDescending(l => l.HasVolumes && l.HasExternalTemperature)]; // flowIQ first
    }

    /// <summary>Bytes of the link CRC.</summary>
    public const int CrcLength = 2;

    /// <summary>A telegram must have at least these bytes to be read at all.</summary>
    public const int MinimumLength = ShortestContent;

    /// <summary>Starts loading a meter's key into the cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(uint serial) => keys.Prefetch(serial);

    /// <summary>Number of keys; <see cref="TryOpen"/> counts them from 0.</summary>
    public int KeyCount => keys.Count;

    /// <summary>The key that <see cref="TryOpen"/> found.</summary>
    public MeterKey KeyAt(int index) => keys[index];

    /// <summary>Opens a telegram whose L + 1 bytes are all there.</summary>
    /// <param name="telegram">The L field.</param>
    /// <param name="crcLength">2 for format B with its link CRC, 0 when the receiver has removed it.</param>
    /// <param name="first">The first 16 bytes of the decrypted payload: payload CRC, CI, …</param>
    /// <param name="second">The rest of it; bytes beyond its end are not zero.</param>
    /// <param name="layout">The format found.</param>
    /// <param name="key">Where the key is; see <see cref="KeyAt"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryOpen(ref byte telegram, int crcLength, out Vector128<byte> first, out Vector128<byte> second, out VolumeLayout layout, out int key)
    {
        Unsafe.SkipInit(out first);
        Unsafe.SkipInit(out second);
        Unsafe.SkipInit(out layout);
        var content = telegram + 1 - crcLength;
        key = -1;
        // C 44, CI 8D, session encrypted with AES-128-CTR.
        if (content is < ShortestContent or > LongestContent
            || Unsafe.Add(ref telegram, 1) != 0x44 || Unsafe.Add(ref telegram, 10) != 0x8D || Unsafe.Add(ref telegram, 16) >> 5 != 1) return false;
        ref readonly var masks = ref ByLength[content - ShortestContent];
        var serial = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref telegram, 4));
        var manufacturer = Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref telegram, 2));
        if (!keys.TryFind(serial, manufacturer, out var keyBytes, out key)) return false;

        // Not awaited: the processor works on it beside the decryption.
        var linkHolds = crcLength == 0 || LinkCrcHolds(ref telegram, content, masks.Head);
        first = VectorMath.Shuffle(Vector128.LoadUnsafe(ref telegram, 2), VectorBytes) & VectorMask;
        second = first | CounterOne;
        VectorMath.EncryptPair(keyBytes, ref first, ref second);
        first ^= Vector128.LoadUnsafe(ref telegram, PayloadOffset);
        second ^= VectorMath.Shuffle(Vector128.LoadUnsafe(ref telegram, (nuint)content - 16), masks.Tail);

        var payloadCrc = VectorMath.Crc(
            VectorMath.Shuffle(first, masks.PayloadHigh.First) | VectorMath.Shuffle(second, masks.PayloadHigh.Second),
            VectorMath.Shuffle(first, masks.PayloadLow.First) | VectorMath.Shuffle(second, masks.PayloadLow.Second));
        if (!linkHolds || first.AsUInt16().ToScalar() != payloadCrc) return false;
        if (FindLayout(first, second, content - PayloadOffset) is not { } found) return false;
        layout = found;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool LinkCrcHolds(ref byte telegram, int content, Vector128<byte> head)
    {
        var crc = VectorMath.Crc(
            VectorMath.Shuffle(Vector128.LoadUnsafe(ref telegram), head),
            VectorMath.Shuffle(Vector128.LoadUnsafe(ref telegram, (nuint)content - 32), Backwards),
            VectorMath.Shuffle(Vector128.LoadUnsafe(ref telegram, (nuint)content - 16), Backwards));
        return crc == BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref telegram, content)));
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
