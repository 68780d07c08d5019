using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Sluice.WMBus.Formats;
using Sluice.WMBus.Records;
using Sluice.WMBus.Units;

namespace Sluice.WMBus.FastPath;

/// <summary>Where the numbers of a format stand, as shuffle masks over the decrypted payload.</summary>
/// <remarks>The payload begins with payload CRC (2) and CI (1). A compact frame goes on with signature (2), data CRC (2) and values; a full frame with headers and values.
/// Every number is gathered into one vector: info code at 0, total at 4, target at 8, flow temperature at 12, external temperature at 13.</remarks>
internal sealed class VolumeLayout
{
    /// <summary>Longest rebuilt record block the data CRC is taken over in two vectors.</summary>
    public const int MaximumBlock = 32;

    private const int CompactStart = 7, FullStart = 3;
    private const int InfoAt = 0, TotalAt = 4, TargetAt = 8, FlowTemperatureAt = 12, ExternalTemperatureAt = 13;
    private static readonly RecordHeader ShortInfo = new([0x02, 0xFF, 0x20]), LongInfo = new([0x04, 0xFF, 0x23]), AverageExternal = new([0x81, 0x01, 0xE7, 0xFF, 0x0F]);

    private VolumeLayout()
    {
    }

    /// <summary>The format.</summary>
    public required RecordFormat Format { get; init; }

    /// <summary>True when the format has total and target volume, as integers of 32 bits in the same unit.</summary>
    public required bool HasVolumes { get; init; }

    /// <summary>Signature of the compact frame.</summary>
    public required ushort Signature { get; init; }

    /// <summary>Payload bytes of the compact frame, payload CRC included.</summary>
    public required int CompactLength { get; init; }

    /// <summary>Payload bytes of the full frame, payload CRC included.</summary>
    public required int FullLength { get; init; }

    /// <summary>Power of ten of the volumes.</summary>
    public required sbyte Exponent10 { get; init; }

    /// <summary>True when the format has a flow temperature.</summary>
    public required bool HasFlowTemperature { get; init; }

    /// <summary>True when the format has an external temperature.</summary>
    public required bool HasExternalTemperature { get; init; }

    /// <summary>Gathers the numbers of a compact frame from the two payload vectors.</summary>
    public required Masks Compact { get; init; }

    /// <summary>Gathers the numbers of a full frame from the two payload vectors.</summary>
    public required Masks Full { get; init; }

    /// <summary>Record block of a compact frame for the data CRC, last byte first: the lower 16 bytes from the two payload vectors, then the upper.</summary>
    public required Masks BlockLow { get; init; }

    /// <inheritdoc cref="BlockLow"/>
    public required Masks BlockHigh { get; init; }

    /// <summary>The header bytes of the block, last byte first.</summary>
    public required Vector128<byte> HeadersLow { get; init; }

    /// <inheritdoc cref="HeadersLow"/>
    public required Vector128<byte> HeadersHigh { get; init; }

    /// <summary>Which bytes of a full frame's payload are CI and headers, and what they must be.</summary>
    public required Masks HeaderMask { get; init; }

    /// <inheritdoc cref="HeaderMask"/>
    public required Masks HeaderBytes { get; init; }

    /// <summary>Works out the layout of a format.</summary>
    /// <returns>Null when the format is not of the plain shape the fast path reads; the general decoder takes those.</returns>
    public static VolumeLayout? TryCreate(RecordFormat format)
    {
        var values = format.Entries.Sum(e => e.Data.DataLength);
        if (format.Entries.Any(e => e.Data.DataLength < 1)) return null;
        var block = format.Headers.Length + values;
        if (block > MaximumBlock || FullStart + block > MaximumBlock || CompactStart + values < 16) return null;
        Span<byte> gatherCompact = stackalloc byte[16];
        Span<byte> gatherFull = stackalloc byte[16];
        Span<byte> fromValue = stackalloc byte[MaximumBlock]; // block position -> payload position of a compact frame
        Span<byte> headers = stackalloc byte[MaximumBlock];
        Span<byte> mask = stackalloc byte[MaximumBlock];
        Span<byte> bytes = stackalloc byte[MaximumBlock];
        gatherCompact.Fill(0xFF);
        gatherFull.Fill(0xFF);
        fromValue.Fill(0xFF);
        headers.Clear();
        mask.Clear();
        bytes.Clear();
        mask[2] = 0xFF;
        bytes[2] = 0x78;
        int value = CompactStart, at = 0;
        int? exponent = null;
        bool unequal = false, total = false, target = false, flow = false, external = false;
        foreach (var entry in format.Entries)
        {
            for (var i = 0; i < entry.Length; i++, at++)
            {
                headers[at] = bytes[FullStart + at] = format.Headers[entry.Offset + i];
                mask[FullStart + at] = 0xFF;
            }
            var length = entry.Data.DataLength;
            var slot = SlotOf(entry);
            if (slot is TotalAt or TargetAt)
            {
                unequal |= exponent is { } other && other != entry.Meaning.Exponent10;
                exponent = entry.Meaning.Exponent10;
            }
            if (slot >= 0 && gatherFull[slot] == 0xFF)
            {
                total |= slot == TotalAt;
                target |= slot == TargetAt;
                flow |= slot == FlowTemperatureAt;
                external |= slot == ExternalTemperatureAt;
                for (var i = 0; i < length; i++)
                {
                    gatherCompact[slot + i] = (byte)(value + i);
                    gatherFull[slot + i] = (byte)(FullStart + at + i);
                }
            }
            for (var i = 0; i < length; i++, at++) fromValue[at] = (byte)(value + i);
            value += length;
        }
        Reverse(block, fromValue, headers, out var low, out var high, out var headersLow, out var headersHigh);
        return new()
        {
            Format = format,
            HasVolumes = total && target && !unequal && exponent is >= -9 and <= 3,
            Signature = format.Signature,
            CompactLength = CompactStart + values,
            FullLength = FullStart + block,
            Exponent10 = (sbyte)Math.Clamp(exponent ?? 0, -9, 3),
            HasFlowTemperature = flow,
            HasExternalTemperature = external,
            Compact = Masks.FromPositions(gatherCompact),
            Full = Masks.FromPositions(gatherFull),
            BlockLow = low,
            BlockHigh = high,
            HeadersLow = headersLow,
            HeadersHigh = headersHigh,
            HeaderMask = new(Vector128.Create<byte>(mask), Vector128.Create<byte>(mask[16..])),
            HeaderBytes = new(Vector128.Create<byte>(bytes), Vector128.Create<byte>(bytes[16..])),
        };
    }

    /// <summary>Where a record's value goes in the gathered vector; -1 for one the typed reading has no place for.</summary>
    private static int SlotOf(in FormatEntry entry)
    {
        if (entry.Header == ShortInfo || entry.Header == LongInfo) return InfoAt;
        if (entry.Header == AverageExternal) return ExternalTemperatureAt;
        if (entry.Data.Tariff != 0 || entry.Data.Subunit != 0 || !entry.Meaning.Modifiers.IsEmpty) return -1;
        return (entry.Meaning.Quantity, entry.Data) switch
        {
            (Quantity.Volume, { Coding: DataCoding.Integer32, Function: Function.Instantaneous, StorageNumber: 0 }) => TotalAt,
            (Quantity.Volume, { Coding: DataCoding.Integer32, Function: Function.Instantaneous, StorageNumber: 1 }) => TargetAt,
            (Quantity.FlowTemperature, { Coding: DataCoding.Integer8, Function: Function.Minimum }) when entry.Meaning.Exponent10 == 0 => FlowTemperatureAt,
            _ => -1,
        };
    }

    /// <summary>Masks that bring the block's bytes into two vectors, last byte first, leading bytes zero.</summary>
    private static void Reverse(int block, ReadOnlySpan<byte> from, ReadOnlySpan<byte> headers, out Masks low, out Masks high, out Vector128<byte> headersLow, out Vector128<byte> headersHigh)
    {
        Span<byte> reversedFrom = stackalloc byte[MaximumBlock];
        Span<byte> reversedHeaders = stackalloc byte[MaximumBlock];
        reversedFrom.Fill(0xFF);
        reversedHeaders.Clear();
        for (var i = 0; i < block; i++)
        {
            reversedFrom[block - 1 - i] = from[i];
            reversedHeaders[block - 1 - i] = headers[i];
        }
        low = Masks.FromPositions(reversedFrom[..16]);
        high = Masks.FromPositions(reversedFrom[16..]);
        headersLow = Vector128.Create<byte>(reversedHeaders);
        headersHigh = Vector128.Create<byte>(reversedHeaders[16..]);
    }

    /// <summary>One vector for each of the two payload vectors.</summary>
    public readonly struct Masks(Vector128<byte> first, Vector128<byte> second)
    {
        public readonly Vector128<byte> First = first;
        public readonly Vector128<byte> Second = second;

        /// <summary>Takes the bytes at the masks' positions from two vectors; positions outside give zero.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector128<byte> Gather(Vector128<byte> a, Vector128<byte> b) => VectorMath.Shuffle(a, First) | VectorMath.Shuffle(b, Second);

        /// <summary>Shuffle masks for positions 0 to 31; FFh for none.</summary>
        public static Masks FromPositions(ReadOnlySpan<byte> positions)
        {
            Span<byte> first = stackalloc byte[16];
            Span<byte> second = stackalloc byte[16];
            for (var i = 0; i < 16; i++)
            {
                first[i] = positions[i] < 16 ? positions[i] : (byte)0xFF;
                second[i] = positions[i] is >= 16 and < 32 ? (byte)(positions[i] - 16) : (byte)0xFF;
            }
            return new(Vector128.Create<byte>(first), Vector128.Create<byte>(second));
        }
    }
}
