using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Host;
using Sluice.Host.Identity;
using Sluice.Metering.Identity;
using Sluice.WMBus;
using Sluice.WMBus.Drivers;
using Sluice.WMBus.FastPath;
using Sluice.WMBus.Frames;
using Sluice.WMBus.Security;

namespace Sluice.Benchmarks;

/// <summary>Goals H1 and H2: what decoding costs over HTTP beside a plain hello and beside reading a body, by the server's processor time; the requests come from a process of their own. Beside them the calls of the product,
/// which also let in, store and sync.</summary>
internal static class HttpBenchmark
{
    private const int Meters = 10_000, Batch = 1_000, Repeats = 3;

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is ["load", var address, var token, var file, var count, var senders]) return await LoadAsync(new(address), token, file, int.Parse(count, CultureInfo.InvariantCulture), int.Parse(senders, CultureInfo.InvariantCulture));
        Machine.Print();
        var folder = Directory.CreateTempSubdirectory("sluice-http-").FullName;
        try
        {
            var traffic = new RoundTraffic(Meters);
            await BareAsync(traffic, folder);
            await ProductAsync(traffic, folder);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Bodies of one line each, or of a thousand, sent again and again: only one store below would notice.</summary>
    private static (string Singles, string Batches, string Empty) Files(RoundTraffic traffic, string folder, int singles, int batches)
    {
        var (one, many, none) = (Path.Combine(folder, "singles"), Path.Combine(folder, "batches"), Path.Combine(folder, "empty"));
        File.WriteAllLines(one, Enumerable.Range(0, singles).Select(i => $$"""{"telegram":"{{traffic.Next(i % Meters)}}"}"""));
        File.WriteAllLines(many, Enumerable.Range(0, batches).Select(_ => Encoding.ASCII.GetString(traffic.NextBodies(Batch).First()).Replace('\n', ' ')));
        File.WriteAllText(none, "\n");
        return (one, many, none);
    }

    private static async Task BareAsync(RoundTraffic traffic, string folder)
    {
        var (singles, batches, empty) = Files(traffic, folder, 2_000, 20);
        var drivers = BuiltInDrivers.Load();
        var general = new TelegramDecoder(new KeyRing(traffic.Keys), BuiltInDrivers.NewFormats(drivers), drivers);
        for (var i = 0; i < 8; i++) general.Decode(Convert.FromHexString(traffic.Next(i)), FrameFormat.B);   // has seen a full frame
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        await using var app = builder.Build();
        app.MapPost("/hello", static () => "hello");
        app.MapPost("/drain", static async (HttpContext http) => { await DrainAsync(http, static _ => { }); return "drained"; });
        using var decoders = new ThreadLocal<JsonDecoder>(() => new(general));
        app.MapPost("/single", async (HttpContext http) =>
        {
            http.Response.ContentType = "application/json";
            await DrainAsync(http, body => Single(body, decoders.Value!, general, http.Response.BodyWriter));
        });
        app.MapPost("/ack", async (HttpContext http) =>
        {
            var known = 0;
            await DrainAsync(http, body => known = Lines(body, decoders.Value!, null));
            return $"{{\"decoded\":{known}}}";
        });
        app.MapPost("/json", async (HttpContext http) => await DrainAsync(http, body => Lines(body, decoders.Value!, http.Response.BodyWriter)));
        await app.StartAsync();
        var address = app.Urls.First();
        var hello = await MeasureAsync($"{address}/hello", "-", singles, 30_000);
        var single = await MeasureAsync($"{address}/single", "-", singles, 30_000);
        var drain = await MeasureAsync($"{address}/drain", "-", batches, 1_500);
        var ack = await MeasureAsync($"{address}/ack", "-", batches, 1_500);
        var json = await MeasureAsync($"{address}/json", "-", batches, 1_500);
        Console.WriteLine($"http:    server's processor time a request: hello {hello:F1} us, one telegram decoded to JSON {single:F1} us; {Batch:N0} telegrams: read {drain:F0} us, decoded {ack:F0} us, decoded to JSON {json:F0} us");
        DecodeBenchmark.Print("H1 single POST with decode / hello", single / hello, 1.6, "x");
        DecodeBenchmark.Print("H2 batch decoded and acknowledged / reading it", ack / drain, 4, "x");
        DecodeBenchmark.Print("H2 batch decoded to JSON / reading it", json / drain, 10, "x");
        await app.StopAsync();
    }

    /// <summary>The calls of the product, with all they do.</summary>
    private static async Task ProductAsync(RoundTraffic traffic, string folder)
    {
        var (singles, batches, _) = Files(traffic, folder, 20_000, 300);
        var data = Path.Combine(folder, "data");
        await using var server = await SluiceServer.CreateAsync(new() { Data = data, Urls = ["http://127.0.0.1:0"], Keys = traffic.Keys, RateLimits = new() { AddressPerSecond = 0, SocietyPerSecond = 0 } }, TimeProvider.System, CancellationToken.None);
        await server.StartAsync(CancellationToken.None);
        var token = LocalToken.Make(data, Role.SuperAdmin, [], TimeSpan.FromHours(1), TimeProvider.System);
        var single = await MeasureAsync($"{server.Urls.First()}/api/decrypt/telegram", token, singles, 6_000, repeats: 1);
        var batch = await MeasureAsync($"{server.Urls.First()}/api/telegrams?reader=hex", token, batches, 150, repeats: 1);
        Console.WriteLine($"product: rights, limits, archive, rules and fsync included: a single call {single:F0} us, a batch of {Batch:N0} {batch:F0} us of processor time");
    }

    private static void Single(ReadOnlySequence<byte> body, JsonDecoder decoder, TelegramDecoder general, IBufferWriter<byte> output)
    {
        var reader = new Utf8JsonReader(body);
        Span<byte> telegram = stackalloc byte[256];
        Span<byte> hex = stackalloc byte[512];
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals("telegram"u8)) continue;
            reader.Read();
            if (Convert.FromHexString(hex[..reader.CopyString(hex)], telegram, out _, out var length) != OperationStatus.Done) continue;
            if (decoder.TryOpen(telegram[..length], FrameFormat.B, out _)) decoder.Write(output, default);
            else output.Write(Encoding.UTF8.GetBytes(general.Decode(telegram[..length], FrameFormat.B).Id));
        }
    }

    private static int Lines(ReadOnlySequence<byte> body, JsonDecoder decoder, IBufferWriter<byte>? output)
    {
        var known = 0;
        var rest = body.IsSingleSegment ? body.FirstSpan : body.ToArray();
        Span<byte> telegram = stackalloc byte[256];
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOfAny((byte)' ', (byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? [] : rest[(end + 1)..];
            if (line.IsEmpty || Convert.FromHexString(line, telegram, out _, out var length) != OperationStatus.Done || !decoder.TryOpen(telegram[..length], FrameFormat.B, out _)) continue;
            known++;
            if (output is not null) decoder.Write(output, default);
        }
        return known;
    }

    private static async Task DrainAsync(HttpContext http, Action<ReadOnlySequence<byte>> use)
    {
        while (true)
        {
            var read = await http.Request.BodyReader.ReadAsync();
            if (read.IsCompleted)
            {
                use(read.Buffer);
                http.Request.BodyReader.AdvanceTo(read.Buffer.End);
                return;
            }
            http.Request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>This process's processor time a request, microseconds: the least of some runs after a first one.</summary>
    private static async Task<double> MeasureAsync(string address, string token, string file, int count, int repeats = Repeats)
    {
        var least = double.MaxValue;
        for (var i = 0; i <= repeats; i++)
        {
            using var own = Process.GetCurrentProcess();
            var before = own.TotalProcessorTime;
            using var load = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["http", "load", address, token, file, $"{(i == 0 && repeats > 1 ? count / 3 : count)}", "4"]))!;
            await load.WaitForExitAsync();
            if (load.ExitCode != 0) throw new InvalidOperationException($"The requests to {address} failed.");
            own.Refresh();
            if (i > 0 || repeats == 1) least = Math.Min(least, (own.TotalProcessorTime - before).TotalMicroseconds / count);
            if (repeats == 1) break;
        }
        return least;
    }

    private static async Task<int> LoadAsync(Uri address, string token, string file, int count, int senders)
    {
        byte[][] bodies = [.. File.ReadLines(file).Select(static line => Encoding.ASCII.GetBytes(line.Replace(' ', '\n')))];   // a batch stands on one line
        using var http = new HttpClient();
        if (token != "-") http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, senders).Select(_ => Task.Run(async () =>
        {
            for (int i; (i = Interlocked.Increment(ref next)) < count;)
            {
                using var content = new ByteArrayContent(bodies[i % bodies.Length]);
                content.Headers.ContentType = new("application/json");
                using var answer = await http.PostAsync(address, content);
                if (!answer.IsSuccessStatusCode) throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
                await answer.Content.ReadAsByteArrayAsync();
            }
        })));
        return 0;
    }
}
