using System.CommandLine;
using System.Text;
using Sluice.WMBus.Explain;
using Sluice.WMBus.Receivers;
using Sluice.WMBus.Security;

namespace Sluice.Cli.Analyze;

/// <summary><c>sluice analyze</c>: what each byte means, and why a telegram does not decode.</summary>
internal static class AnalyzeCommand
{
    private const string Help = """
        Explains telegrams byte by byte and ends with a verdict: decodes, wrong key, damaged (which CRC), cut short (how many bytes),
        CRC bytes left on or stripped, unknown format, relayed by a repeater, not wM-Bus. With a list of keys it names the one that fits.
        Exit 0: all decode, 1: some do not, 2: wrong usage.

        Examples:
          sluice analyze 2A442D2C0100009016...
          sluice analyze 2A442D2C0100009016... --keys society.kem
          sluice analyze --keys keys.csv < capture.bin
          sluice analyze --format json 2A442D2C0100009016...
        """;

    public static Command Create()
    {
        var common = new CommonOptions();
        var format = new Option<string>("--format") { Description = "text or json (one object a telegram).", HelpName = "FORMAT", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        var command = new Command("analyze", Help);
        common.AddTo(command);
        command.Options.Add(format);
        command.SetAction((parsed, ct) => RunAsync(common.Open(parsed), parsed.GetValue(common.Telegrams) ?? [], parsed.GetValue(format) == "json", ct));
        return command;
    }

    private static async Task<int> RunAsync(TelegramSetup setup, string[] telegrams, bool json, CancellationToken ct)
    {
        await using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false));
        var explainer = new TelegramExplainer(setup.Decoder);
        var writer = json ? (IExplanationWriter)new JsonExplanationWriter(output) : new TextExplanationWriter(output);
        var fine = true;
        var count = 0;
        void Explain(ReceivedTelegram received)
        {
            count++;
            if (!received.Error.IsNone)
            {
                writer.WriteBadInput(received);
                fine = false;
                return;
            }
            var explanation = explainer.Explain(received.Bytes.Span, received.Format, KeyOf(received));
            writer.Write(explanation, received);
            fine &= explanation.Telegram.IsDecoded && explanation.Verdict.Kind == VerdictKind.Decodes;
        }

        if (telegrams.Length > 0)
        {
            foreach (var telegram in telegrams) Feed(setup.Reader == ReceiverKind.Auto ? ReceiverKind.Hex : setup.Reader, Encoding.UTF8.GetBytes(telegram), Explain);
        }
        else
        {
            var receiver = StreamReceiver.Create(setup.Reader);
            await using var input = Console.OpenStandardInput();
            var buffer = new byte[1 << 16];
            int read;
            while ((read = await input.ReadAsync(buffer, ct)) > 0) receiver.Push(buffer.AsSpan(0, read), Explain);
            receiver.Complete(Explain);
            fine &= count > 0 || receiver.Statistics.SkippedBytes == 0;
            if (count == 0) await Console.Error.WriteLineAsync("sluice: no telegram found in the input; is --reader right?");
        }
        setup.SaveFormats();
        return fine ? 0 : 1;
    }

    private static void Feed(ReceiverKind kind, byte[] bytes, Action<ReceivedTelegram> sink)
    {
        var receiver = StreamReceiver.Create(kind);
        receiver.Push(bytes, sink);
        receiver.Complete(sink);
    }

    private static MeterKey? KeyOf(ReceivedTelegram received)
    {
        Span<byte> bytes = stackalloc byte[16];
        return received.Key is { } hex && MeterKey.TryParseHex(hex, bytes) ? new(null, bytes) : null;
    }
}
