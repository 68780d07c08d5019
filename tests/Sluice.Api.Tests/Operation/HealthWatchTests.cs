using Microsoft.Extensions.DependencyInjection;
using Sluice.Api.Health;
using Sluice.Host;

namespace Sluice.Api.Tests.Operation;

public sealed class HealthWatchTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sluice-watch-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory, InlineData(3 * 24 * 3600), InlineData(-2 * 3600), InlineData(31)]
    public async Task A_clock_that_jumps_is_noticed_and_the_server_goes_on(int seconds)
    {
        var clock = new JumpingClock();
        await using var server = await StartAsync(clock);
        var checks = server.Services.GetRequiredService<IHealthChecks>();
        Assert.All(await checks.CheckAsync(TestContext.Current.CancellationToken), c => Assert.True(c.IsFine, c.ToString()));
        clock.Offset = TimeSpan.FromSeconds(seconds);
        var after = await checks.CheckAsync(TestContext.Current.CancellationToken);
        Assert.False(after.Single(c => c.Name == "clock").IsFine);
        Assert.All(after.Where(c => c.IsCritical), c => Assert.True(c.IsFine));
        using var http = new HttpClient { BaseAddress = new(server.Urls.First()) };
        using var ready = await http.GetAsync("/health/ready", TestContext.Current.CancellationToken);
        Assert.True(ready.IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_clock_that_is_corrected_a_little_is_fine()
    {
        var clock = new JumpingClock();
        await using var server = await StartAsync(clock);
        clock.Offset = TimeSpan.FromSeconds(20);
        Assert.True((await server.Services.GetRequiredService<IHealthChecks>().CheckAsync(TestContext.Current.CancellationToken)).Single(c => c.Name == "clock").IsFine);
    }

    private async Task<SluiceServer> StartAsync(TimeProvider clock)
    {
        var server = await SluiceServer.CreateAsync(new() { Data = Path.Combine(folder, "data"), Urls = ["http://127.0.0.1:0"] }, clock, CancellationToken.None);
        await server.StartAsync(CancellationToken.None);
        return server;
    }

    /// <summary>The system's clock, whose time of day can be set while the monotonic time goes on.</summary>
    private sealed class JumpingClock : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Offset;
    }
}
