using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sluice.WMBus.Formats;
using Sluice.WMBus.Frames;

namespace Sluice.WMBus.FastPath;

/// <summary>Telegram in, JSON object out, for the bulk of Kamstrup water meters' traffic: the same bytes as <see cref="TelegramDecoder"/> and <see cref="ReadingJson"/> give, several times faster.</summary>
/// <remarks>Refuses what is not of that kind or does not check; the general way then reads it or says why not. Not thread safe. Keys are taken over at construction,
/// formats learned later are picked up.</remarks>
public sealed class JsonDecoder
{
    private const int ReceptionLength = 128, LongestEscape = 6, PayloadValuesOfCompact = 7;

    private readonly TelegramDecoder general;
    private readonly Dictionary<(uint Type, RecordFormat Format), JsonTemplate> templates = [];
    private readonly byte[] payload = new byte[48];
    private readonly byte[] values = new byte[48];
    private readonly byte[] timestamp = new byte[20];
    private PayloadOpener opener;
    private int knownFormats;
    private long timestampSecond = -1;
    private JsonTemplate? template;
    private JsonEncodedText?[] names = [];
    private int key;
    private uint serial;

    /// <param name="general">The decoder whose keys, formats and drivers are used.</param>
    public JsonDecoder(TelegramDecoder general)
    {
        this.general = general;
        opener = Renew();
    }

    /// <summary>Opens a telegram; <see cref="Write"/> then writes it.</summary>
    /// <param name="telegram">From the L field on, nothing after it.</param>
    /// <param name="format">What the receiver knows about CRC bytes.</param>
    /// <param name="identity">The telegram's identity, as <see cref="DecodedTelegram.Identity"/>.</param>
    /// <returns>False when the general way must be taken.</returns>
    public bool TryOpen(ReadOnlySpan<byte> telegram, FrameFormat format, out ulong identity)
    {
        identity = 0;
        if (telegram.Length < PayloadOpener.MinimumLength || telegram[0] + 1 != telegram.Length || format is FrameFormat.A or FrameFormat.Wired) return false;
        if (knownFormats != general.Formats.Count) opener = Renew();
        ref var bytes = ref MemoryMarshal.GetReference(telegram);
        var crcLength = format == FrameFormat.Stripped ? 0 : PayloadOpener.CrcLength;
        if (!opener.TryOpen(ref bytes, crcLength, out var first, out var second, out var layout, out key))
        {
            // Without a word from the receiver the payload CRC decides whether the link CRC is still there.
            crcLength = 0;
            if (format != FrameFormat.Unknown || !opener.TryOpen(ref bytes, crcLength, out first, out second, out layout, out key)) return false;
        }
        first.CopyTo(payload);
        second.CopyTo(payload, 16);
        CollectValues(layout);
        var address = MeterAddress.FromLinkLayer(telegram[2..]);
        serial = address.Serial;
        template = TemplateFor(address, layout);
        identity = TelegramHash.Compute(address, telegram[LinkLayer.HeaderLength..^crcLength]);
        return true;
    }

    /// <summary>Writes the object of the telegram that was opened last.</summary>
    public void Write(IBufferWriter<byte> output, in Reception reception)
    {
        var name = reception.Name is { } given ? Encode(given) : names[key] ??= Encode(opener.KeyAt(key).Name);
        var text = output.GetSpan(template!.MaximumLength + ReceptionLength + name.EncodedUtf8Bytes.Length + (LongestEscape * (reception.Device?.Length ?? 0)));
        var at = template.Write(text, name, serial, values);
        if (reception.At is { } time)
        {
            at = Append(text, at, ",\"timestamp\":\""u8);
            at = Append(text, at, Timestamp(time));
            text[at++] = (byte)'"';
        }
        if (reception.Device is { } device)
        {
            at = Append(text, at, ",\"device\":\""u8);
            at = Append(text, at, Encode(device).EncodedUtf8Bytes);
            text[at++] = (byte)'"';
        }
        if (reception.RssiDbm is { } rssi)
        {
            at = Append(text, at, ",\"rssi_dbm\":"u8);
            at += JsonNumber.Format(text[at..], rssi, 0);
        }
        if (reception.IsRepeat) at = Append(text, at, ",\"repeat\":true"u8);
        text[at++] = (byte)'}';
        output.Advance(at);
    }

    private PayloadOpener Renew()
    {
        knownFormats = general.Formats.Count;
        var renewed = new PayloadOpener(general.Keys, general.Formats);
        names = new JsonEncodedText?[renewed.KeyCount];
        return renewed;
    }

    /// <summary>Brings the record values together: in a full frame the headers stand between them.</summary>
    private void CollectValues(VolumeLayout layout)
    {
        if (payload[2] == 0x79)
        {
            payload.AsSpan(PayloadValuesOfCompact).CopyTo(values);
            return;
        }
        int from = 3, to = 0;
        foreach (var entry in layout.Format.Entries)
        {
            from += entry.Length;
            payload.AsSpan(from, entry.Data.DataLength).CopyTo(values.AsSpan(to));
            from += entry.Data.DataLength;
            to += entry.Data.DataLength;
        }
    }

    private JsonTemplate TemplateFor(MeterAddress address, VolumeLayout layout)
    {
        var type = ((uint)address.Manufacturer.Code << 16) | ((uint)address.Version << 8) | address.DeviceType;
        if (templates.TryGetValue((type, layout.Format), out var found)) return found;
        var (driver, model) = general.Drivers.Find(address);
        return templates[(type, layout.Format)] = new(driver, model, address.DeviceType, layout.Format);
    }

    private ReadOnlySpan<byte> Timestamp(DateTimeOffset time)
    {
        var second = time.UtcTicks / TimeSpan.TicksPerSecond;
        if (second == timestampSecond) return timestamp;
        timestampSecond = second;
        time.UtcDateTime.TryFormat(timestamp, out _, "yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        return timestamp;
    }

    private static JsonEncodedText Encode(string text) => JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);

    private static int Append(Span<byte> text, int at, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(text[at..]);
        return at + bytes.Length;
    }
}
