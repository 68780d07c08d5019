using System.Buffers;
using Microsoft.Playwright;
using Sluice.Metering.Identity;
using Sluice.Metering.Simulation;
using Sluice.WMBus.Encoders;

namespace Sluice.App.Tests.Field;

public sealed class BluetoothTests(AppServer server)
{
    private const int Backlog = 2_048;

    [Fact]
    public async Task A_hand_held_is_read_over_Bluetooth_and_comes_back_by_itself()
    {
        await using var browser = await server.LaunchAsync();
        await using var visitor = await Visitor.LoggedInAsync(server, Role.Scanner, Screen.Phone, browser);
        var reader = await Peripheral.SwitchOnAsync(browser, visitor.Page);
        var round = await visitor.StartAsync("The whole society", "Bluetooth");
        await visitor.AllSentAsync();
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Connect by Bluetooth" }).ClickAsync();
        await visitor.SeesAsync(".reader", "connected");
        Assert.Equal(1, reader.Subscriptions);

        // What it heard while nobody was there: 2,048 bytes, the last record cut off; then live telegrams.
        using var society = new SocietySimulator(new() { Seed = 2101, Meters = 48, Start = TimeProvider.System.GetUtcNow().AddMinutes(-3).ToOffset(TimeSpan.FromHours(5.5)) });
        var stream = new ReaderStream(society, new ReaderFramingVw1871());
        var (old, live) = (Take(stream, 40), Take(stream, 60));
        await reader.NotifyAsync(old.AsMemory(0, Backlog));
        await reader.NotifyAsync(live);
        await visitor.SeesAsync(".reader", "battery 3.86 V");
        await visitor.SeesAsync(".reader", "dBm");
        await visitor.SeesAsync(".reader", "1 damaged");   // the record that was cut; its neighbours are whole

        await reader.LoseAsync();
        for (var i = 0; reader.Subscriptions < 2 && i < 300; i++) await Task.Delay(100, TestContext.Current.CancellationToken);   // away half a second: too short to be seen on every screen
        await visitor.Page.WaitForFunctionAsync("() => document.querySelector('.lamp.connected')");
        Assert.Equal(2, reader.Subscriptions);
        await reader.NotifyAsync(Take(stream, 60).AsMemory(0, Backlog));
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);   // a backlog comes at once; what comes later is live
        await reader.NotifyAsync(Take(stream, 60));
        await visitor.SeesAsync(".reader", "The reader was away for");
        await visitor.CheckAsync("round-bluetooth");

        await visitor.AllSentAsync();
        var there = await server.ProgressAsync(round);
        Assert.Equal(await visitor.Page.Locator(".grid .m:not(.missing)").CountAsync(), there.Completed);
        Assert.True(there.Completed > 40, $"{there.Completed} of 48 meters came through.");
    }

    private static byte[] Take(ReaderStream stream, int telegrams)
    {
        var output = new ArrayBufferWriter<byte>();
        for (var i = 0; i < telegrams; i++) stream.TryWriteNext(output, DateTimeOffset.MaxValue);
        return output.WrittenSpan.ToArray();
    }
}
