using System.Buffers.Binary;
using Sluice.WMBus.Formats;
using Sluice.WMBus.Frames;
using Sluice.WMBus.Records;

namespace Sluice.WMBus.Transport;

/// <summary>Application layer: full frames (records), compact frames (values only), format frames (headers only). EN 13757-3:2018, 6 and annex G.</summary>
internal static class ApplicationLayer
{
    public static DecodeError Read(TelegramRun run, byte ci)
    {
        run.IsFinished = true;
        run.AddLayer(Layer.Application, ci, run.At, run.End);
        return ci switch
        {
            0x69 or 0x6A or 0x6B => ReadFormat(run),
            0x73 or 0x79 or 0x7B => ReadCompact(run),
            _ => ReadRecords(run),
        };
    }

    private static DecodeError ReadRecords(TelegramRun run)
    {
        var error = RecordParser.Parse(run.Plain, run.At, run.End, run.Records, out var manufacturerData);
        run.ManufacturerDataOffset = manufacturerData;
        if (!error.IsNone)
        {
            if (run.Records.Count == 0) return error;
            run.Warn(error);
            return default;
        }
        // Only proven content teaches: noise must not become a format.
        if (run.PayloadVerified && run.Records.Count > 0 && manufacturerData < 0) Learn(run);
        return default;
    }

    private static void Learn(TelegramRun run)
    {
        ushort crc = 0;
        foreach (var record in run.Records) crc = Crc16.Update(crc, run.Plain.AsSpan(record.HeaderOffset, record.DataOffset - record.HeaderOffset));
        var signature = (ushort)(crc ^ 0xFFFF);
        foreach (var known in run.Formats.Find(signature))
        {
            if (known.Entries.Length == run.Records.Count) return;
        }
        run.TaughtFormat = run.Formats.Learn(RecordFormat.FromRecords(run.Plain, run.Records));
    }

    /// <summary>Signature (2), CRC over the rebuilt records (2), values.</summary>
    private static DecodeError ReadCompact(TelegramRun run)
    {
        // Encrypted compact frames start with the filler that proves the decryption.
        while (run.At < run.End && run.SecurityModeNumber is 5 or 7 && run.Plain[run.At] == 0x2F) run.At++;
        if (run.Rest.Length < 4)
            return TelegramRun.Fail(DecodeErrorCode.Truncated, Layer.Application, run.At, $"A compact frame starts with 4 bytes of signature and CRC; {run.Rest.Length} are left.");
        var signature = BinaryPrimitives.ReadUInt16LittleEndian(run.Rest);
        var dataCrc = BinaryPrimitives.ReadUInt16LittleEndian(run.Rest[2..]);
        run.FormatSignature = signature;
        var formats = run.Formats.Find(signature);
        if (formats.Length == 0)
        {
            return TelegramRun.Fail(DecodeErrorCode.UnknownFormat, Layer.Application, run.At,
                $"Compact frame with format signature {signature & 0xFF:X2}{signature >> 8:X2}, not known yet; a full frame of such a meter teaches it.");
        }
        foreach (var format in formats)
        {
            run.Records.Clear();
            if (TryReadValues(run, format, out var crc) && crc == dataCrc) return default;
        }
        if (run.Records.Count != formats[^1].Entries.Length)
            return TelegramRun.Fail(DecodeErrorCode.MalformedRecord, Layer.Record, run.At + 4, "The values end before the last record of the format.");
        run.Warn(TelegramRun.Fail(DecodeErrorCode.Damaged, Layer.Application, run.At + 2, "The data CRC of the compact frame does not match its records."));
        return default;
    }

    private static bool TryReadValues(TelegramRun run, RecordFormat format, out ushort crc)
    {
        var reader = new TelegramReader(run.Plain.AsSpan(run.At + 4, run.End - run.At - 4), run.At + 4);
        ushort state = 0;
        crc = 0;
        foreach (var entry in format.Entries)
        {
            var offset = reader.Offset;
            if (!RecordParser.TryReadData(ref reader, entry.Data, entry.Meaning, out var content)) return false;
            run.Records.Add(new(entry.Data, entry.Meaning, content, entry.Header, -1, offset, reader.Offset - offset));
            state = Crc16.Update(state, format.Headers.Slice(entry.Offset, entry.Length));
            state = Crc16.Update(state, run.Plain.AsSpan(offset, reader.Offset - offset));
        }
        crc = (ushort)(state ^ 0xFFFF);
        return true;
    }

    /// <summary>Length (1, optional in the field), signature (2), record headers. The signature proves which.</summary>
    private static DecodeError ReadFormat(TelegramRun run)
    {
        foreach (var skip in (ReadOnlySpan<int>)[1, 0])
        {
            var rest = run.Rest;
            if (rest.Length < skip + 4) continue;
            rest = rest[skip..];
            // Filler of the encryption may follow; headers end where the CRC says.
            for (var end = rest.Length; end > 2; end--)
            {
                if (Crc16.Compute(rest[2..end]) == BinaryPrimitives.ReadUInt16LittleEndian(rest) && RecordFormat.TryParse(rest[2..end], out var format))
                {
                    run.FormatSignature = format!.Signature;
                    run.TaughtFormat = run.Formats.Learn(format);
                    return default;
                }
                if (rest[end - 1] != 0x2F) break;
            }
        }
        return TelegramRun.Fail(DecodeErrorCode.Damaged, Layer.Application, run.At, "The signature of the format frame does not match its record headers.");
    }
}
