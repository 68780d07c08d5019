using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Sluice.Contracts;
using Sluice.Storage.Contract;
using Sluice.Storage.Sqlite;

namespace Sluice.EndToEnd.Tests;

/// <summary>Nothing acknowledged is lost, and everything is there once.</summary>
public sealed class CrashTests : ServerTests
{
    [Theory, InlineData(true), InlineData(false)]
    public async Task Everything_acknowledged_before_the_end_is_there_exactly_once_after_it(bool kill)
    {
        var acknowledged = new ConcurrentBag<(InventedMeter Meter, int Number)>();
        await using (var server = await ServerProcess.StartAsync(Data, "--keys", KeyFile))
        {
            var senders = Meters.Select(meter => Task.Run(() => SendUntilItEndsAsync(server, meter, acknowledged), Cancel)).ToArray();
            await UntilAsync(() => Task.FromResult(acknowledged.Count > 400));
            if (kill) await server.KillAsync();
            else await server.InterruptAsync();
            await Task.WhenAll(senders);
            if (!kill) Assert.Equal((0, "sluice: stopped; everything acknowledged is stored."), (server.ExitCode, server.Errors));
        }

        var wanted = acknowledged.Select(static a => (a.Meter.Address.Id, a.Number)).ToHashSet();
        await using (var server = await ServerProcess.StartAsync(Data))
        {
            var readings = await AllReadingsAsync(server.Http);
            Assert.Equal(readings.Count, readings.Distinct().Count());
            Assert.Subset(readings.ToHashSet(), wanted);

            // All of it again, and in another order.
            foreach (var some in acknowledged.Reverse().Chunk(500))
            {
                var receipt = await SendAsync(server.Http, some.Select(static a => Sent(a.Meter, a.Number)));
                Assert.Equal((some.Length, 0, some.Length), (receipt.Received, receipt.Stored, receipt.Repeats));
            }
            Assert.Equal(readings.Count, (await AllReadingsAsync(server.Http)).Count);
            Assert.Equal(0, (await OverviewAsync(server.Http)).Pending);
            await server.InterruptAsync();
        }
        await AssertArchivedAsync(acknowledged);
    }

    /// <summary>Killed again and again, at moments that a seed names, while telegrams come in and while those that waited for their keys are decoded again. SLUICE_CRASH_ROUNDS sets how often.</summary>
    [Fact]
    public async Task Killed_at_any_moment_of_intake_and_of_decoding_again_nothing_acknowledged_is_lost_or_doubled()
    {
        var rounds = int.TryParse(Environment.GetEnvironmentVariable("SLUICE_CRASH_ROUNDS"), out var many) ? many : 3;
        var random = new Random(2101);
        var acknowledged = new ConcurrentBag<(InventedMeter Meter, int Number)>();
        for (var round = 0; round < rounds; round++)
        {
            // Every other life begins without knowing half of the meters: the next one decodes what came for them.
            var withKeys = round % 2 == 1;
            await using var server = await ServerProcess.StartAsync(Data, withKeys ? ["--keys", KeyFile] : ["--keys", HalfOfTheKeys(round)]);
            var moment = TimeSpan.FromMilliseconds(random.Next(20, 600));
            var first = (round * 100_000) + 1;
            var before = acknowledged.Count;
            var senders = Meters.Select(meter => Task.Run(() => SendAsync(server, meter, first, acknowledged), Cancel)).ToArray();
            await UntilAsync(() => Task.FromResult(acknowledged.Count > before));   // a busy machine may take longer than any moment below to answer at all
            await Task.Delay(moment, Cancel);
            await server.KillAsync();
            await Task.WhenAll(senders);
        }
        var wanted = acknowledged.Select(static a => (a.Meter.Address.Id, a.Number)).ToHashSet();
        Assert.NotEmpty(wanted);
        await using (var server = await ServerProcess.StartAsync(Data, "--keys", KeyFile))
        {
            await UntilAsync(async () => (await OverviewAsync(server.Http)).Undecoded.Count == 0);
            var readings = await AllReadingsAsync(server.Http);
            Assert.Equal(readings.Count, readings.Distinct().Count());
            Assert.Subset(readings.ToHashSet(), wanted);
            await server.InterruptAsync();
        }
    }

    private string HalfOfTheKeys(int round)
    {
        var file = Path.Combine(Folder, $"half-{round}.csv");
        File.WriteAllLines(file, ["serial,key,manufacturer", .. Meters.Take(Meters.Count / 2).Select(static m => $"{m.Address.Id},{m.KeyHex},KAM")]);
        return file;
    }

    private static async Task SendAsync(ServerProcess server, InventedMeter meter, int first, ConcurrentBag<(InventedMeter Meter, int Number)> acknowledged)
    {
        try
        {
            for (var number = first; ; number += 5)
            {
                int[] numbers = [.. Enumerable.Range(number, 5)];
                using var answer = await server.Http.PostAsync("/api/telegrams?reader=hex", Hex(numbers.Select(n => Sent(meter, n))), Cancel);
                var receipt = JsonSerializer.Deserialize(await answer.Content.ReadAsStringAsync(Cancel), WireJson.Default.ReceiptDto)!;
                Assert.Equal(5, receipt.Received);
                foreach (var n in numbers) acknowledged.Add((meter, n));
            }
        }
        catch (HttpRequestException)
        {
            // The server is gone.
        }
    }

    private static byte[] Sent(InventedMeter meter, int number) => meter.Telegram(number, full: number % 8 == 0);

    private static async Task SendUntilItEndsAsync(ServerProcess server, InventedMeter meter, ConcurrentBag<(InventedMeter Meter, int Number)> acknowledged)
    {
        try
        {
            for (var number = 1; ; number += 5)
            {
                int[] numbers = [.. Enumerable.Range(number, 5)];
                using var answer = await server.Http.PostAsync("/api/telegrams?reader=hex", Hex(numbers.Select(n => Sent(meter, n))), Cancel);
                if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
                {
                    Assert.Equal("Stopping", (await ProblemAsync(answer, HttpStatusCode.ServiceUnavailable)).Code);
                    return;
                }
                var receipt = JsonSerializer.Deserialize(await answer.Content.ReadAsStringAsync(Cancel), WireJson.Default.ReceiptDto)!;
                Assert.Equal((5, 5), (receipt.Received, receipt.Stored));
                foreach (var n in numbers) acknowledged.Add((meter, n));
            }
        }
        catch (HttpRequestException)
        {
            // The server is gone; what it had not acknowledged may or may not be stored.
        }
    }

    private async Task AssertArchivedAsync(IEnumerable<(InventedMeter Meter, int Number)> acknowledged)
    {
        await using var store = SqliteStore.Open(Path.Combine(Data, "sluice.db"), wrapper: null, TimeProvider.System);
        var archived = new HashSet<string>();
        for (long id = 1; await store.Telegrams.FindAsync(id, Cancel) is { } telegram; id++) archived.Add(Convert.ToHexString(telegram.Arrival.Bytes.Span));
        Assert.All(acknowledged, a => Assert.True(
            archived.Contains(Convert.ToHexString(Sent(a.Meter, a.Number))),
            $"{a.Meter.Address} {a.Number}"));
    }
}
