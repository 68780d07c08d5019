using Sluice.Metering.Gateways;

namespace Sluice.Metering.Tests;

public class GatewayStateTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 14, 12, 30, 0, TimeSpan.Zero);

    [Fact]
    public void Hours_and_meters_are_forgotten_after_a_day()
    {
        var state = new GatewayState();
        for (var hour = 0; hour < 30; hour++)
            for (var i = 0; i <= hour; i++) state.Heard((ulong)hour, Noon.AddHours(hour));
        var figures = state.Figures(Noon.AddHours(29));
        Assert.Equal((30 * 31 / 2, 29 + 30, Enumerable.Range(7, 24).Sum(), 24), (figures.Telegrams, figures.LastHour, figures.LastDay, figures.Meters));
        figures = state.Figures(Noon.AddHours(80));
        Assert.Equal((0, 0, 0), (figures.LastHour, figures.LastDay, figures.Meters));
        Assert.Equal(Noon.AddHours(29), figures.LastHeard);
    }

    [Fact]
    public void It_is_online_while_one_connection_is_left()
    {
        var state = new GatewayState();
        Assert.False(state.IsOnline);
        Assert.Equal((1, 2, 1), (state.Connected(), state.Connected(), state.Disconnected()));
        Assert.True(state.IsOnline);
        Assert.Equal((0, 0), (state.Disconnected(), state.Disconnected()));
        Assert.False(state.IsOnline);
    }
}
