using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Text;
using Sluice.Cli.Sources;
using Sluice.WMBus.Receivers;

namespace Sluice.Cli.Decode;

/// <summary><c>sluice decode</c>: telegrams in, one JSON object each out.</summary>
internal static class DecodeCommand
{
    private const string Help = """
        Decodes telegrams: one JSON object each, in order; an undecodable one says why. Exit 0: all decoded, 1: some not, 2: wrong usage.

        Examples:
          sluice decode 2A442D2C0100009016... --key 000102030405060708090A0B0C0D0E0F
          sluice decode --keys society.kem < capture.bin        a recording of a VW1871, of rtl_wmbus, hex lines: found out
          rtl_wmbus | sluice decode --reader rtl-wmbus --keys keys.csv
          sluice decode --source /dev/ttyUSB0 --reader im871a --keys keys.csv --formats formats.json
          sluice decode --source tcp://gateway:4001 --keys keys.csv --format csv > readings.csv
        """;

    public static Command Create()
    {
        var common = new CommonOptions();
        var format = new Option<string>("--format") { Description = "json, text or csv.", HelpName = "FORMAT", DefaultValueFactory = _ => "json" };
        var source = new Option<string?>("--source") { Description = "Live source instead of standard input: a serial port (/dev/ttyUSB0, with :baud if unusual), tcp://host:port, or a file.", HelpName = "SOURCE" };
        var command = new Command("decode", Help);
        common.AddTo(command);
        command.Options.Add(format);
        command.Options.Add(source);
        command.SetAction((parsed, ct) => RunAsync(common.Open(parsed), parsed.GetValue(common.Telegrams) ?? [], parsed.GetValue(source), parsed.GetValue(format)!, ct));
        return command;
    }

    private static async Task<int> RunAsync(TelegramSetup setup, string[] telegrams, string? source, string format, CancellationToken ct)
    {
        if (telegrams.Length > 0 && source is not null) throw new UsageException("Give telegrams or --source, not both.");
        await using var output = Console.OpenStandardOutput();
        var run = new DecodeRun(setup.Decoder, DecodeOutput.Create(format), output, TimeProvider.System);
        var nothingInIt = false;
        if (telegrams.Length > 0)
        {
            DecodeArguments(telegrams, setup.Reader, run);
        }
        else
        {
            var receiver = StreamReceiver.Create(setup.Reader);
            await PumpAsync(Open(source, setup.Reader, ct), receiver, run, setup.SaveFormats, ct);
            nothingInIt = run.Count == 0 && receiver.Statistics.SkippedBytes > 0;
            if (run.Count == 0) await Console.Error.WriteLineAsync("sluice: no telegram found in the input" + (receiver.Statistics.SkippedBytes > 0 ? $" ({receiver.Statistics.SkippedBytes} bytes skipped); is --reader right?" : "."));
        }
        run.Finish();
        setup.SaveFormats();
        return run.Undecoded > 0 || nothingInIt ? 1 : 0;
    }

    private static void DecodeArguments(string[] telegrams, ReceiverKind kind, DecodeRun run)
    {
        foreach (var telegram in telegrams)
        {
            var receiver = StreamReceiver.Create(kind == ReceiverKind.Auto ? ReceiverKind.Hex : kind);
            receiver.Push(Encoding.UTF8.GetBytes(telegram), run.Take);
            receiver.Complete(run.Take);
        }
    }

    /// <summary>The pieces of standard input, a file, or a live source.</summary>
    private static IAsyncEnumerable<ReadOnlyMemory<byte>> Open(string? source, ReceiverKind kind, CancellationToken ct)
    {
        if (source is null) return ReadAsync(Console.OpenStandardInput(), ct);
        try
        {
            return !source.StartsWith("/dev/", StringComparison.Ordinal) && File.Exists(source)
                ? ReadAsync(File.OpenRead(source), ct)
                : LiveSource.Parse(source, kind, Console.Error.WriteLine, TimeProvider.System).ReadAsync(ct);
        }
        catch (Exception e) when (e is SourceException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--source: {e.Message}");
        }
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken ct)
    {
        var buffer = new byte[1 << 18];
        await using (stream)
        {
            int count;
            while ((count = await stream.ReadAsync(buffer, ct)) > 0) yield return buffer.AsMemory(0, count);
        }
    }

    /// <summary>Reads until the end. When the input pauses, everything held back is written: someone may be watching.</summary>
    private static async Task PumpAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> input, StreamReceiver receiver, DecodeRun run, Action saveFormats, CancellationToken ct)
    {
        var pause = TimeSpan.FromMilliseconds(300);
        try
        {
            await using var pieces = input.GetAsyncEnumerator(ct);
            while (true)
            {
                var next = pieces.MoveNextAsync().AsTask();
                if (!next.IsCompleted)
                {
                    run.Flush();
                    if (await Task.WhenAny(next, Task.Delay(pause, ct)) != next)
                    {
                        run.Release();
                        saveFormats(); // a power cut must not cost what was learned
                    }
                }
                if (!await next) break;
                // An empty piece: the connection was lost and is there again.
                if (pieces.Current.IsEmpty) receiver.Complete(run.Take);
                else receiver.Push(pieces.Current.Span, run.Take);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Ctrl-C ends a live source; what was read is written.
        }
        catch (SourceException e)
        {
            throw new UsageException($"--source: {e.Message}");
        }
        receiver.Complete(run.Take);
    }
}
