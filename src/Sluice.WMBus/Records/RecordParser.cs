using Sluice.WMBus.Units;

namespace Sluice.WMBus.Records;

/// <summary>Walks the records of an application layer. What decoded before an error is kept.</summary>
internal static class RecordParser
{
    /// <summary>More records than any 256-byte telegram can hold.</summary>
    public const int MaximumRecords = 256;

    private const byte IdleFiller = 0x2F;

    /// <summary>Reads records until the end, an error, or manufacturer specific data.</summary>
    /// <param name="plain">The whole telegram, decrypted.</param>
    /// <param name="start">Where the records begin.</param>
    /// <param name="end">Where they end, exclusive.</param>
    /// <param name="records">Receives the records.</param>
    /// <param name="manufacturerData">Offset of manufacturer specific data after 0Fh or 1Fh; -1 when there is none.</param>
    public static DecodeError Parse(ReadOnlySpan<byte> plain, int start, int end, List<DataRecord> records, out int manufacturerData)
    {
        manufacturerData = -1;
        var reader = new TelegramReader(plain[start..end], start);
        while (reader.TryPeek(out var dif))
        {
            var headerOffset = reader.Offset;
            if (dif == IdleFiller)
            {
                reader.TryRead(out _);
                continue;
            }
            if ((dif & 15) == (int)DataCoding.Special)
            {
                if (dif is 0x0F or 0x1F) manufacturerData = headerOffset + 1;
                return dif is 0x0F or 0x1F or 0x7F ? default : Malformed(headerOffset, $"DIF {dif:X2} is reserved.");
            }
            if (records.Count == MaximumRecords) return Malformed(headerOffset, "More records than a telegram can hold.");
            if (!DataInformation.TryRead(ref reader, out var data)) return Malformed(headerOffset, "The data information (DIF) is cut off or too long.");
            if (!ValueInformation.TryRead(ref reader, out var value)) return Malformed(headerOffset, "The value information (VIF) is cut off or too long.");
            var header = new RecordHeader(plain[headerOffset..reader.Offset]);
            var dataOffset = reader.Offset;
            if (!TryReadData(ref reader, data, value, out var content)) return Malformed(dataOffset, "The data of the record is cut off.");
            records.Add(new(data, value, content, header, headerOffset, dataOffset, reader.Offset - dataOffset));
        }
        return default;
    }

    /// <summary>Reads one record's data at the reader.</summary>
    public static bool TryReadData(ref TelegramReader reader, in DataInformation data, in ValueInformation value, out RecordValue content)
    {
        if (data.Coding == DataCoding.Variable) return DataTypes.TryReadVariable(ref reader, value, out content);
        content = default;
        if (!reader.TryTake(data.DataLength, out var bytes)) return false;
        content = DataTypes.Read(data, value, bytes);
        return true;
    }

    private static DecodeError Malformed(int offset, string message) => new(DecodeErrorCode.MalformedRecord, Layer.Record, offset, message);
}
