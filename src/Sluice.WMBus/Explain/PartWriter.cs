using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using Sluice.WMBus.Drivers;
using Sluice.WMBus.Frames;
using Sluice.WMBus.Records;
using Sluice.WMBus.Units;

namespace Sluice.WMBus.Explain;

/// <summary>Cuts a decoded telegram into parts with a meaning each.</summary>
internal sealed class PartWriter
{
    private readonly ImmutableArray<ExplainedPart>.Builder parts = ImmutableArray.CreateBuilder<ExplainedPart>();
    private readonly DecodedTelegram telegram;
    private int at;
    private Layer layer;

    private PartWriter(DecodedTelegram telegram) => this.telegram = telegram;

    private ReadOnlySpan<byte> Plain => telegram.Plain.Span;

    public static ImmutableArray<ExplainedPart> Write(DecodedTelegram telegram)
    {
        var writer = new PartWriter(telegram);
        if (telegram.Layers.IsEmpty) writer.WriteLink();
        foreach (var span in telegram.Layers) writer.WriteLayer(span);
        writer.WriteRest();
        return writer.parts.ToImmutable();
    }

    private void WriteLayer(LayerSpan span)
    {
        layer = span.Layer;
        at = span.Offset;
        switch (span.Layer)
        {
            case Layer.Link:
                WriteLink();
                break;
            case Layer.ExtendedLink:
                WriteExtendedLink(span);
                break;
            case Layer.Authentication:
                Take(1, "CI 90: authentication and fragmentation layer");
                Take(span.Length - 1, "length, fragmentation control, message counter, authentication code");
                break;
            case Layer.Transport:
                WriteTransport(span);
                break;
            case Layer.Application:
                WriteApplication();
                break;
        }
    }

    private void WriteLink()
    {
        layer = Layer.Link;
        if (telegram.Format == FrameFormat.Wired)
        {
            Take(4, "68 L L 68: start of a long frame of wired M-Bus");
            Take(1, "C: control field");
            Take(1, "A: primary address");
            return;
        }
        if (Plain.Length < LinkLayer.HeaderLength) return;
        Take(1, $"L: {Plain[0]} bytes follow{(telegram.LinkVerified ? " (without the link CRCs, which hold)" : "")}");
        Take(1, $"C: {ControlField(Plain[1])}");
        var address = MeterAddress.FromLinkLayer(Plain[2..]);
        Take(2, $"M: manufacturer {address.Manufacturer}");
        Take(4, $"serial number {address.Id}");
        Take(1, $"version {address.Version:X2}{(telegram.Model.Length > 0 && telegram.Address == address ? $": {telegram.Model}" : "")}");
        Take(1, $"device type {address.DeviceType:X2}: {DeviceType.Media(address.DeviceType)}");
    }

    private static string ControlField(byte c) => c switch
    {
        0x44 => "SND-NR, sends without being asked",
        0x46 => "SND-IR, installation request",
        0x08 or 0x18 or 0x28 or 0x38 => "RSP-UD, answer with data",
        0x47 => "ACC-NR, offers access",
        0x48 => "ACC-DMD, demands access",
        _ => string.Create(CultureInfo.InvariantCulture, $"{c:X2}"),
    };

    private void WriteExtendedLink(LayerSpan span)
    {
        if (span.Ci == 0x81)
        {
            Take(1, "CI 81: network layer");
            Take(span.Length - 1, "its control byte");
            return;
        }
        Take(1, $"CI {span.Ci:X2}: extended link layer");
        Take(1, "CC: communication control");
        Take(1, $"ACC: access number {Plain[at]}");
        if (span.Ci is 0x8E or 0x8F) Take(8, $"address of the meter: {MeterAddress.FromLinkLayer(Plain[at..])}");
        if (span.Ci is not (0x8D or 0x8F)) return;
        var session = BinaryPrimitives.ReadUInt32LittleEndian(Plain[at..]);
        Take(4, $"SN: session {session & 15}, minute {(session >> 4) & 0x1FFFFFF}, {((session >> 29) == 1 ? "AES-128-CTR" : "encryption " + (session >> 29))}");
        Take(2, telegram.PayloadVerified ? "payload CRC, holds" : "payload CRC (encrypted)");
    }

    private void WriteTransport(LayerSpan span)
    {
        var end = span.Offset + span.Length;
        Take(1, $"CI {span.Ci:X2}: {ContentName(span.Ci)}");
        if (span.Ci is 0x72 or 0x73 or 0x6B) Take(8, $"address of the meter: {MeterAddress.FromLongHeader(Plain[at..])}");
        if (end - at < 4) return;
        Take(1, $"ACC: access number {Plain[at]}");
        Take(1, $"status {Plain[at]:X2}");
        Take(2, $"configuration: security mode {Plain[at + 1] & 31}, {Plain[at] >> 4} encrypted blocks");
        Take(end - at, "configuration extension");
    }

    private static string ContentName(byte ci) => ci switch
    {
        0x72 => "data records, long header",
        0x7A => "data records, short header",
        0x78 => "data records, no header (full frame)",
        0x79 => "compact frame, no header",
        0x7B => "compact frame, short header",
        0x73 => "compact frame, long header",
        _ => "format frame",
    };

    private void WriteApplication()
    {
        if (telegram.FormatSignature is { } signature)
        {
            // A format frame has nothing but headers after its signature.
            if (telegram.Records.IsEmpty && telegram.IsDecoded) return;
            Take(2, $"format signature {signature & 0xFF:X2}{signature >> 8:X2}{(telegram.Error.Code == DecodeErrorCode.UnknownFormat ? ", unknown" : "")}");
            Take(2, telegram.Warnings.Any(w => w.Code == DecodeErrorCode.Damaged) ? "data CRC, does not hold" : "data CRC over the rebuilt records");
        }
        var plan = telegram.Driver.Plan(telegram.Records.AsSpan());
        for (var i = 0; i < telegram.Records.Length; i++)
        {
            var record = telegram.Records[i];
            layer = Layer.Record;
            var start = record.HeaderOffset >= 0 ? record.HeaderOffset : record.DataOffset;
            Take(start - at, "filler");
            Take(record.DataOffset + record.DataLength - start, Describe(record) + Use(plan, i, record.Value));
        }
        Take(telegram.ManufacturerDataOffset - at, "manufacturer specific data follows");
    }

    private static string Describe(in DataRecord record)
    {
        var data = record.Data;
        var text = Words(record.Meaning.Quantity);
        if (data.Function != Function.Instantaneous) text = $"{Words(data.Function)} {text}";
        if (data.StorageNumber != 0) text += $", storage {data.StorageNumber}";
        if (data.Tariff != 0) text += $", tariff {data.Tariff}";
        if (data.Subunit != 0) text += $", subunit {data.Subunit}";
        for (var i = 0; i < record.Meaning.Modifiers.Count; i++) text += $", VIFE {record.Meaning.Modifiers[i] & 0x7F:X2}";
        var unit = record.Meaning.Unit == Unit.None ? "" : " " + Words(record.Meaning.Unit);
        return record.Value.Kind == RecordValueKind.None ? $"{text}: no valid value" : $"{text} = {record.Value}{unit}";
    }

    /// <summary>What the driver makes of a record: names of fields, words of a status.</summary>
    private static string Use(List<PlanStep> plan, int index, RecordValue value)
    {
        var text = "";
        foreach (var step in plan)
        {
            if (step.Record != index) continue;
            if (step.Status is { } status)
            {
                var words = MeterDriver.WordsOf(status, value.Mantissa & 0xFFFF_FFFF);
                text += $": {(words.Length > 0 ? words : "no condition now")}{string.Concat(status.Durations.Where(d => d.Read(value.Mantissa).Length > 0).Select(d => $", {d.Name.Text} {d.Read(value.Mantissa)}"))}";
            }
            else if (step.Field is not null)
            {
                text += (text.Length == 0 ? " -> " : ", ") + step.Name;
            }
        }
        return text;
    }

    private static string Words<T>(T value)
        where T : struct, Enum =>
        string.Concat(value.ToString().Select((c, i) => char.IsUpper(c) && i > 0 ? " " + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString()));

    private void WriteRest()
    {
        if (at >= Plain.Length) return;
        layer = telegram.Error.IsNone ? Layer.Application : telegram.Error.Layer;
        var meaning = telegram switch
        {
            { Format: FrameFormat.Wired, IsDecoded: true } when Plain.Length - at == 2 => "checksum and stop byte",
            { Error.Code: DecodeErrorCode.NoKey or DecodeErrorCode.WrongKey or DecodeErrorCode.Damaged } => "encrypted or damaged content",
            { ManufacturerDataOffset: >= 0 } => "manufacturer specific data",
            { Error.IsNone: false } => "not understood",
            _ => "filler or trailing bytes",
        };
        Take(Plain.Length - at, meaning);
    }

    private void Take(int length, string meaning)
    {
        length = Math.Min(length, Plain.Length - at);
        if (length <= 0) return;
        parts.Add(new(at, length, layer, meaning));
        at += length;
    }
}
