using System.Collections.Immutable;
using Sluice.WMBus.Frames;
using Sluice.WMBus.Records;

namespace Sluice.WMBus.Formats;

/// <summary>The record headers a compact frame leaves out: what a format signature stands for. EN 13757-3:2018, annex G.</summary>
public sealed class RecordFormat
{
    private readonly byte[] headers;

    private RecordFormat(byte[] headers, ImmutableArray<FormatEntry> entries)
    {
        this.headers = headers;
        Entries = entries;
        Signature = Crc16.Compute(headers);
    }

    /// <summary>CRC-16/EN-13757 over <see cref="Headers"/>; sent least significant byte first.</summary>
    public ushort Signature { get; }

    /// <summary>DIF, DIFEs, VIF, VIFEs of every record, one after the other.</summary>
    public ReadOnlySpan<byte> Headers => headers;

    /// <summary>The records in order.</summary>
    public ImmutableArray<FormatEntry> Entries { get; }

    /// <summary>Reads a format from concatenated record headers.</summary>
    /// <returns>False when the bytes are no whole headers, or none.</returns>
    public static bool TryParse(ReadOnlySpan<byte> headers, out RecordFormat? format)
    {
        format = null;
        var entries = ImmutableArray.CreateBuilder<FormatEntry>();
        var reader = new TelegramReader(headers);
        while (reader.Remaining > 0)
        {
            var start = reader.Offset;
            if (entries.Count == RecordParser.MaximumRecords
                || !DataInformation.TryRead(ref reader, out var data)
                || data.Coding == DataCoding.Special
                || !ValueInformation.TryRead(ref reader, out var value)) return false;
            entries.Add(new(data, value, new(headers[start..reader.Offset]), start, reader.Offset - start));
        }
        if (entries.Count == 0) return false;
        format = new(headers.ToArray(), entries.ToImmutable());
        return true;
    }

    /// <summary>The format of decoded records, for example of a full frame.</summary>
    internal static RecordFormat FromRecords(ReadOnlySpan<byte> plain, List<DataRecord> records)
    {
        var concatenated = new List<byte>();
        var entries = ImmutableArray.CreateBuilder<FormatEntry>(records.Count);
        foreach (var record in records)
        {
            var bytes = plain[record.HeaderOffset..record.DataOffset];
            entries.Add(new(record.Data, record.Meaning, record.Header, concatenated.Count, bytes.Length));
            foreach (var b in bytes) concatenated.Add(b);
        }
        return new([.. concatenated], entries.MoveToImmutable());
    }

    /// <summary>The signature as its two bytes on air, for example <c>EB61</c>.</summary>
    public override string ToString() => $"{Signature & 0xFF:X2}{Signature >> 8:X2}";
}

/// <summary>One record header of a format.</summary>
/// <param name="Data">Data information.</param>
/// <param name="Meaning">Value information.</param>
/// <param name="Header">The header's bytes, packed.</param>
/// <param name="Offset">Offset in <see cref="RecordFormat.Headers"/>.</param>
/// <param name="Length">Bytes of the header.</param>
public readonly record struct FormatEntry(DataInformation Data, ValueInformation Meaning, RecordHeader Header, int Offset, int Length);
