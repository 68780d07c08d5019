using System.Buffers;
using System.Globalization;
using System.Text;
using Sluice.WMBus;
using Sluice.WMBus.Receivers;

namespace Sluice.Cli.Decode;

/// <summary>A few lines a telegram, for people.</summary>
internal sealed class TextOutput : DecodeOutput
{
    private readonly bool colour = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null or "";

    public override void Write(IBufferWriter<byte> to, DecodedTelegram telegram, in Reception reception, ReadOnlySpan<byte> raw)
    {
        var text = new StringBuilder();
        var name = reception.Name ?? telegram.Name;
        text.Append(Bold(telegram.Id.Length > 0 ? telegram.Id : "unknown meter"));
        if (name.Length > 0) text.Append(' ').Append(Printable(name));
        text.Append("  ").Append(telegram.Model.Length > 0 ? telegram.Model : telegram.Media);
        AppendReception(text, reception);
        if (telegram.IsDecoded)
        {
            var width = telegram.Fields.IsEmpty ? 0 : telegram.Fields.Max(f => f.Name.Text.Length);
            foreach (var field in telegram.Fields)
            {
                text.Append(CultureInfo.InvariantCulture, $"  {field.Name.Text.PadRight(width)}  {Printable(field.Value.ToString())}");
                if (field.IsInvalid) text.Append("  (no measurement)");
                text.Append('\n');
            }
        }
        else
        {
            text.Append("  ").Append(Red(telegram.Error.Code.ToString())).Append(": ").Append(telegram.Error.Message).Append('\n');
        }
        foreach (var warning in telegram.Warnings) text.Append("  warning: ").Append(warning.Message).Append('\n');
        Emit(to, text);
    }

    public override void WriteBadInput(IBufferWriter<byte> to, ReceivedTelegram received, in Reception reception)
    {
        var text = new StringBuilder();
        text.Append(Red(received.Error.Code.ToString())).Append(": ").Append(received.Error.Message).Append('\n').Append("  ").Append(Printable(received.Source ?? "")).Append('\n');
        Emit(to, text);
    }

    private static void AppendReception(StringBuilder text, in Reception reception)
    {
        if (reception.At is { } at) text.Append(CultureInfo.InvariantCulture, $"  {at.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z");
        if (reception.RssiDbm is { } rssi) text.Append(CultureInfo.InvariantCulture, $"  {rssi} dBm");
        if (reception.IsRepeat) text.Append("  repeat");
        text.Append('\n');
    }

    private static void Emit(IBufferWriter<byte> to, StringBuilder text) => to.Write(Encoding.UTF8.GetBytes(text.ToString()));

    /// <summary>Text of meters and files must not steer the terminal.</summary>
    private static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '?' : c));

    private string Bold(string text) => colour ? $"\e[1m{text}\e[0m" : text;

    private string Red(string text) => colour ? $"\e[31m{text}\e[0m" : text;
}
