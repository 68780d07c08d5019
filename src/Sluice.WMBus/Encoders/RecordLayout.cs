using System.Buffers.Binary;
using Sluice.WMBus.Frames;

namespace Sluice.WMBus.Encoders;

/// <summary>The DIF/VIF headers of a frame, in order: what a full frame repeats each time and a compact frame only names by its signature. EN 13757-3, annex F.</summary>
public sealed class RecordLayout
{
    private readonly byte[][] headers;
    private readonly int[] lengths;

    private RecordLayout(byte[][] headers, int[] lengths)
    {
        this.headers = headers;
        this.lengths = lengths;
        ValueLength = lengths.Sum();
        FullLength = ValueLength + headers.Sum(h => h.Length);
        Signature = Crc16.Compute(headers.SelectMany(h => h).ToArray());
    }

    /// <summary>CRC of all headers one after the other; on air least significant byte first.</summary>
    public ushort Signature { get; }

    /// <summary>Bytes of all values together.</summary>
    public int ValueLength { get; }

    /// <summary>Bytes of all headers and values together.</summary>
    public int FullLength { get; }

    /// <summary>Parses headers in hexadecimal, for example <c>02FF20 0413 4413</c>; spaces mean nothing, the extension bits say where a header ends.</summary>
    /// <exception cref="FormatException">The text is not hexadecimal, ends inside a header, or has a data field of no fixed length.</exception>
    public static RecordLayout Parse(string text)
    {
        var bytes = Convert.FromHexString(text.Replace(" ", "", StringComparison.Ordinal));
        var found = new List<byte[]>();
        var sizes = new List<int>();
        for (var at = 0; at < bytes.Length;)
        {
            var start = at;
            sizes.Add(DataLength(bytes[at]));
            SkipChain(bytes, ref at);
            SkipChain(bytes, ref at);
            found.Add(bytes[start..at]);
        }
        return new([.. found], [.. sizes]);
    }

    /// <summary>Writes the records: header, value, header, value …</summary>
    /// <param name="values">All values one after the other, <see cref="ValueLength"/> bytes.</param>
    /// <returns>Bytes written, <see cref="FullLength"/>.</returns>
    public int WriteRecords(ReadOnlySpan<byte> values, Span<byte> destination)
    {
        Check(values);
        var end = 0;
        for (var i = 0; i < headers.Length; i++)
        {
            headers[i].CopyTo(destination[end..]);
            end += headers[i].Length;
            values[..lengths[i]].CopyTo(destination[end..]);
            end += lengths[i];
            values = values[lengths[i]..];
        }
        return end;
    }

    /// <summary>Writes a full frame's application layer: CI 78 and the records.</summary>
    /// <returns>Bytes written.</returns>
    public int WriteFullFrame(ReadOnlySpan<byte> values, Span<byte> destination)
    {
        destination[0] = 0x78;
        return 1 + WriteRecords(values, destination[1..]);
    }

    /// <summary>Writes a compact frame's application layer: CI 79, signature, CRC over the records as the full frame would have them, values.</summary>
    /// <returns>Bytes written.</returns>
    public int WriteCompactFrame(ReadOnlySpan<byte> values, Span<byte> destination)
    {
        Check(values);
        destination[0] = 0x79;
        BinaryPrimitives.WriteUInt16LittleEndian(destination[1..], Signature);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[3..], RecordsCrc(values));
        values.CopyTo(destination[5..]);
        return 5 + values.Length;
    }

    private ushort RecordsCrc(ReadOnlySpan<byte> values)
    {
        ushort state = 0;
        for (var i = 0; i < headers.Length; i++)
        {
            state = Crc16.Update(state, headers[i]);
            state = Crc16.Update(state, values[..lengths[i]]);
            values = values[lengths[i]..];
        }
        return (ushort)(state ^ 0xFFFF);
    }

    private void Check(ReadOnlySpan<byte> values)
    {
        if (values.Length != ValueLength) throw new ArgumentException($"The layout has {ValueLength} bytes of values; these are {values.Length}.", nameof(values));
    }

    private static void SkipChain(byte[] bytes, ref int at)
    {
        while (at < bytes.Length && (bytes[at] & 0x80) != 0) at++;
        if (at >= bytes.Length) throw new FormatException("The text ends inside a DIF/VIF header.");
        at++;
    }

    // EN 13757-3, 6.3.3: the data field's length by the low half of the DIF.
    private static int DataLength(byte dif) => (dif & 0x0F) switch
    {
        0 or 8 => 0,
        1 or 9 => 1,
        2 or 0xA => 2,
        3 or 0xB => 3,
        4 or 5 or 0xC => 4,
        6 or 0xE => 6,
        7 => 8,
        _ => throw new FormatException($"DIF {dif:X2} has no data field of fixed length."),
    };
}
