using Sluice.Storage.Contract;

namespace Sluice.EndToEnd.Tests;

/// <summary>What could not be decoded is decoded when it can be.</summary>
public sealed class HealingTests : ServerTests
{
    [Fact]
    public async Task Telegrams_without_key_become_readings_when_the_server_is_given_the_key()
    {
        await using (var server = await ServerProcess.StartAsync(Data))
        {
            var receipt = await SendAsync(server.Http, Meters[0].Telegram(1), Meters[0].Telegram(2, full: true));
            Assert.Equal((2, 0, 2), (receipt.Received, receipt.Stored, receipt.Undecoded["UnknownMeter"]));
            await server.InterruptAsync();
        }
        await using (var server = await ServerProcess.StartAsync(Data, "--keys", KeyFile))
        {
            await UntilAsync(async () => (await AllReadingsAsync(server.Http)).Count == 2);
            await UntilAsync(async () => (await OverviewAsync(server.Http)).Undecoded.Count == 0);
            await server.InterruptAsync();
        }

        // The key is kept.
        await using (var server = await ServerProcess.StartAsync(Data))
            Assert.Equal(1, (await SendAsync(server.Http, Meters[0].Telegram(3))).Stored);
    }

    [Fact]
    public async Task Compact_frames_become_readings_when_their_format_is_learned_and_it_is_remembered()
    {
        await using (var server = await ServerProcess.StartAsync(Data, "--keys", KeyFile))
        {
            var compact = await SendAsync(server.Http, Meters[0].Telegram(1, layout: InventedMeter.Unknown), Meters[1].Telegram(1, layout: InventedMeter.Unknown));
            Assert.Equal(2, compact.Undecoded["UnknownFormat"]);
            Assert.Equal(1, (await SendAsync(server.Http, Meters[2].Telegram(1, full: true, layout: InventedMeter.Unknown))).Stored);
            await UntilAsync(async () => (await AllReadingsAsync(server.Http)).Count == 3);
            await server.InterruptAsync();
        }
        await using (var server = await ServerProcess.StartAsync(Data))
            Assert.Equal(1, (await SendAsync(server.Http, Meters[3].Telegram(1, layout: InventedMeter.Unknown))).Stored);
    }
}
