using Microsoft.Extensions.Time.Testing;
using Sluice.Metering.Simulation;
using Sluice.WMBus.Receivers;

namespace Sluice.Metering.Tests.Simulation;

public class OnAirTests
{
    [Fact]
    public async Task Telegrams_come_at_their_time_in_short_notifications()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var receiver = new Vw1871Receiver();
        var heard = 0;
        var longest = 0;
        var listening = Task.Run(
            async () =>
            {
                await foreach (var notification in OnAir.ListenAsync(new SimulationOptions { Meters = 240 }, clock, stop.Token))
                {
                    longest = Math.Max(longest, notification.Length);
                    receiver.Push(notification.Span, _ => Interlocked.Increment(ref heard));
                }
            },
            TestContext.Current.CancellationToken);

        // The first telegram waits for the clock; 34 seconds bring two of every meter.
        await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Equal(0, Volatile.Read(ref heard));
        for (var i = 0; i < 2000 && Volatile.Read(ref heard) < 480; i++)
        {
            if (clock.GetUtcNow().Second < 34) clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
        Assert.InRange(Volatile.Read(ref heard), 480, 560);
        Assert.InRange(longest, 59, OnAir.NotificationLength);
        Assert.Equal(0, receiver.Statistics.Damaged);
        Assert.NotNull(receiver.Statistics.BatteryMillivolts);

        await stop.CancelAsync();
        await listening; // Ends without an exception.
    }
}
