using System.Globalization;
using Sluice.WMBus;
using Sluice.WMBus.Explain;
using Sluice.WMBus.Receivers;

namespace Sluice.Cli.Analyze;

/// <summary>Offset, bytes and meaning in columns; the verdict last.</summary>
internal sealed class TextExplanationWriter(TextWriter output) : IExplanationWriter
{
    private const int BytesPerLine = 12;
    private readonly bool colour = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null or "";

    public void Write(Explanation explanation, ReceivedTelegram received)
    {
        var plain = explanation.Telegram.Plain.Span;
        var layer = (Layer)(-1);
        foreach (var part in explanation.Parts)
        {
            if (part.Layer != layer)
            {
                layer = part.Layer;
                output.WriteLine(Paint("1", Title(layer)));
            }
            for (var at = 0; at < part.Length; at += BytesPerLine)
            {
                var bytes = Convert.ToHexString(plain.Slice(part.Offset + at, Math.Min(BytesPerLine, part.Length - at)));
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {part.Offset + at,3}  {bytes,-(2 * BytesPerLine)}  {(at == 0 ? Printable(part.Meaning) : "")}").TrimEnd());
            }
        }
        output.WriteLine();
        output.WriteLine($"{Paint(explanation.Verdict.Kind == VerdictKind.Decodes ? "32" : "31", "Verdict: " + explanation.Verdict.Kind)}");
        output.WriteLine($"  {Printable(explanation.Verdict.Text)}");
        if (explanation.Telegram.IsDecoded)
        {
            foreach (var field in explanation.Telegram.Fields) output.WriteLine($"  {field.Name.Text} = {Printable(field.Value.ToString())}{(field.IsInvalid ? " (no measurement)" : "")}");
        }
        output.WriteLine();
    }

    public void WriteBadInput(ReceivedTelegram received)
    {
        output.WriteLine(Paint("31", "Verdict: BadInput"));
        output.WriteLine($"  {received.Error.Message}");
        output.WriteLine($"  {Printable(received.Source ?? "")}");
        output.WriteLine();
    }

    private static string Title(Layer layer) => layer switch
    {
        Layer.Link => "Data link layer",
        Layer.ExtendedLink => "Extended link layer",
        Layer.Authentication => "Authentication layer",
        Layer.Transport => "Transport layer",
        Layer.Application => "Application layer",
        Layer.Record => "Data records",
        _ => "Receiver",
    };

    private static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '?' : c));

    private string Paint(string code, string text) => colour ? $"\e[{code}m{text}\e[0m" : text;
}
