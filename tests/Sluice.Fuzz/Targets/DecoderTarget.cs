using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Sluice.WMBus;
using Sluice.WMBus.Drivers;
using Sluice.WMBus.Encoders;
using Sluice.WMBus.Explain;
using Sluice.WMBus.Formats;
using Sluice.WMBus.Frames;
using Sluice.WMBus.Security;

namespace Sluice.Fuzz.Targets;

/// <summary>The general decoder with everything behind it: fields, JSON, explanation. Mutations go in before the encryption as well as after it.</summary>
/// <remarks>Input: how the rest is wrapped (1), CRC format and meter (1), the rest.</remarks>
internal sealed class DecoderTarget : FuzzTarget
{
    private const int Wrappings = 9;

    private static readonly FrameFormat[] LinkFormats = [FrameFormat.Stripped, FrameFormat.B, FrameFormat.A];

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly KeyRing keys = Invented.Keys();
    private readonly byte[] telegram = new byte[2 * LinkLayerEncoder.MaxLength];
    private readonly ArrayBufferWriter<byte> json = new(4096);
    private TelegramDecoder decoder;
    private TelegramExplainer explainer;
    private int knownFormats;

    public DecoderTarget()
    {
        keys.Add(new(Invented.Serial, Invented.Key, name: "Flat \"1\" <A> \u00E9"));
        Renew();
        Seeds = [.. MakeSeeds()];
    }

    public override string Name => "decoder";

    public override IReadOnlyList<byte[]> Seeds { get; }

    public override IReadOnlyList<byte[]> Words => Invented.RecordWords;

    public override int Run(ReadOnlySpan<byte> input)
    {
        if (input.Length < 2) return Check(input, FrameFormat.Unknown, explain: true);
        if (decoder.Formats.Count != knownFormats) Renew(); // what one input taught must not decide about the next
        var link = LinkFormats[input[1] % 3];
        var length = Wrap(input[0] % Wrappings, link, (input[1] & 4) != 0 ? Invented.Heat : (input[1] & 8) != 0 ? Invented.Other : Invented.Water, input[2..]);
        var told = (input[1] & 16) == 0 ? FrameFormat.Unknown : (input[1] & 32) != 0 ? LinkFormats[(input[1] >> 6) % 3] : (input[0] % Wrappings) == 7 ? FrameFormat.Wired : link;
        return Check(telegram.AsSpan(0, length), told, explain: input.Length % 8 == 0);
    }

    /// <summary>Decodes bytes as they are and checks every promise.</summary>
    public int Check(ReadOnlySpan<byte> bytes, FrameFormat told, bool explain)
    {
        var decoded = decoder.Decode(bytes, told);
        var plain = decoded.Plain.Length;
        Require(decoded.Error.IsNone || decoded.Error.Offset >= 0 && decoded.Error.Message.Length > 0, "an error has an offset and a message");
        Require(plain <= Math.Max(bytes.Length, 0), "the plain telegram is not longer than the telegram");
        var state = Mix(Mix(Mix((int)decoded.Error.Code, (int)decoded.Error.Layer), (int)decoded.Format), decoded.SecurityModeNumber);
        state = Mix(state, (decoded.LinkVerified ? 1 : 0) + (decoded.PayloadVerified ? 2 : 0) + (decoded.TaughtFormat ? 4 : 0) + (decoded.WasDecryptedBefore ? 8 : 0));
        foreach (var layer in decoded.Layers)
        {
            Require(layer.Offset >= 0 && layer.Length >= 0 && layer.Offset + layer.Length <= plain, $"the {layer.Layer} layer lies in the telegram");
            state = Mix(state, layer.Ci);
        }
        foreach (var record in decoded.Records)
        {
            Require(record.DataOffset >= 0 && record.DataLength >= 0 && record.DataOffset + record.DataLength <= plain, "a record lies in the telegram");
            // Each kind of record counts, not each combination of several.
            if (decoded.Records.Length == 1) state = Mix(state, ((int)record.Meaning.Quantity << 8) + (record.Data.DataLength << 4) + (int)record.Value.Kind);
        }
        foreach (var warning in decoded.Warnings) state = Mix(state, (int)warning.Code);
        state = Mix(state, Math.Min(decoded.Records.Length, 12));
        foreach (var field in decoded.Fields) decoded.TryGetDecimal(field.Name.Text, out _);
        CheckJson(decoded, bytes);
        if (explain) state = Mix(state, CheckExplanation(bytes, told));
        return state;
    }

    private void CheckJson(DecodedTelegram decoded, ReadOnlySpan<byte> bytes)
    {
        json.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(json, Relaxed)) ReadingJson.Write(writer, decoded, new(null, "a\"b", -80), bytes);
        Require(Utf8.IsValid(json.WrittenSpan), "the JSON is UTF-8");
        var reader = new Utf8JsonReader(json.WrittenSpan);
        while (reader.Read())
        {
        }
    }

    private int CheckExplanation(ReadOnlySpan<byte> bytes, FrameFormat told)
    {
        var explanation = explainer.Explain(bytes, told);
        var at = 0;
        foreach (var part in explanation.Parts)
        {
            Require(part.Offset == at && part.Length > 0, $"the parts of an explanation follow each other: one of {part.Length} bytes at {part.Offset}, expected at {at}: {part.Meaning}");
            at += part.Length;
        }
        Require(at == explanation.Telegram.Plain.Length, $"the parts of an explanation reach the end: {at} of {explanation.Telegram.Plain.Length}");
        Require(explanation.Verdict.Text.Length > 0, "a verdict has words");
        return (int)explanation.Verdict.Kind;
    }

    private int Wrap(int wrapping, FrameFormat link, in MeterAddress meter, ReadOnlySpan<byte> content)
    {
        try
        {
            var header = new ExtendedLinkHeader(0x20, 7, SessionNumber.Create(4711, 0));
            switch (wrapping)
            {
                case 1: return TelegramEncoder.Encode(meter, header, Invented.Cipher, content, link, telegram);
                case 2: return TelegramEncoder.Encode(meter, new(0x20, 7), null, content, link, telegram);
                case 3: return TelegramEncoder.EncodeMode5(meter, null, new(9, 4), Invented.Cipher, content, [], link, telegram);
                case 4: return TelegramEncoder.EncodeMode7(meter, new(0x20, 7), new(9, 0, meter), Invented.Cipher, 12, content, [], link, telegram);
                case 5: return TelegramEncoder.EncodePlain(meter, null, new(9, 0), content, link, telegram);
                case 6: return LinkLayerEncoder.Encode(content, link, telegram);
                case 7: return Wired(content);
                case 8: return Compact(meter, header, link, content);
                default: return Raw(content);
            }
        }
        catch (ArgumentException)
        {
            return Raw(content); // does not fit a telegram
        }
    }

    private int Raw(ReadOnlySpan<byte> content)
    {
        content = content[..Math.Min(content.Length, telegram.Length)];
        content.CopyTo(telegram);
        return content.Length;
    }

    private int Wired(ReadOnlySpan<byte> content)
    {
        content = content[..Math.Min(content.Length, 255)];
        byte[] start = [0x68, (byte)content.Length, (byte)content.Length, 0x68];
        start.CopyTo(telegram, 0);
        content.CopyTo(telegram.AsSpan(4));
        byte sum = 0;
        foreach (var b in content) sum = unchecked((byte)(sum + b));
        telegram[content.Length + 4] = sum;
        telegram[content.Length + 5] = 0x16;
        return content.Length + 6;
    }

    /// <summary>A compact frame of a format made up by the input: length of the headers, headers, values.</summary>
    private int Compact(in MeterAddress meter, in ExtendedLinkHeader header, FrameFormat link, ReadOnlySpan<byte> content)
    {
        if (content.IsEmpty) return 0;
        var headers = content.Slice(1, Math.Min(content[0], content.Length - 1));
        var values = content[(1 + headers.Length)..];
        decoder.Formats.Add(headers);
        var application = new byte[5 + values.Length];
        application[0] = 0x79;
        BinaryPrimitives.WriteUInt16LittleEndian(application.AsSpan(1), Crc16.Compute(headers));
        values.CopyTo(application.AsSpan(5));
        return TelegramEncoder.Encode(meter, header, Invented.Cipher, application, link, telegram);
    }

    [MemberNotNull(nameof(decoder), nameof(explainer))]
    private void Renew()
    {
        var formats = BuiltInDrivers.NewFormats(Invented.Drivers);
        knownFormats = formats.Count;
        decoder = new(keys, formats, Invented.Drivers);
        explainer = new(decoder);
    }

    private static IEnumerable<byte[]> MakeSeeds()
    {
        foreach (var (golden, _) in Invented.Goldens) yield return [0, 0, .. Convert.FromHexString(golden.Telegram)];
        byte[][] records =
        [
            Convert.FromHexString("02FF2000000413393000004413672B0000A1015B7F8101E7FF0F1B"),
            Convert.FromHexString("0C06123456780B3B0000000A5A22100A5E2210046D0F0F9C2A426C9C2A2F2F"),
            Convert.FromHexString("0D780541424344450DFD0FC5123456780779FFFFFFFFFFFFFFFF04FD1700000000056D0000803F0F010203"),
            Convert.FromHexString("8D04931E0FFE01020304050607088E80400601020304050601FB0005FC036162637406"),
        ];
        for (byte wrapping = 1; wrapping < 6; wrapping++)
        {
            foreach (var record in records)
            {
                for (byte options = 0; options < 3; options++) yield return [wrapping, options, .. wrapping < 3 ? new byte[] { 0x78 } : [], .. record];
            }
        }
        foreach (var record in records) yield return [7, 0, 8, 1, 0x72, 1, 0, 0, 0x90, 0x2D, 0x2C, 0x1F, 0x16, 1, 0, 0, 0, .. record];
        byte[] link = [0x44, 0x2D, 0x2C, 1, 0, 0, 0x90, 0x1F, 0x16];
        foreach (var ci in new byte[] { 0x78, 0x79, 0x72, 0x7A, 0x7B, 0x73, 0x69, 0x6A, 0x6B, 0x81, 0x90, 0x8C, 0x8E, 0x8F, 0x51, 0xA0 })
            yield return [6, 0, .. link, ci, 1, 2, 3, 4, 5, 6, 7, 8, 0x78, .. records[0]];
        var format = Convert.FromHexString("02FF2004134413A1015B8101E7FF0F");
        yield return [6, 0, .. link, 0x69, 0x11, .. BitConverter.GetBytes(Crc16.Compute(format)), .. format];
        yield return [6, 0, .. link, 0x8C, 0x20, 1, 0x6B, 0x11, .. BitConverter.GetBytes(Crc16.Compute(format)), .. format];
        foreach (var known in BuiltInDrivers.NewFormats(Invented.Drivers).All) yield return [8, 1, (byte)known.Headers.Length, .. known.Headers, .. new byte[40]];
    }
}
