using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Sluice.Host.Registry;
using Sluice.Metering.Audit;
using Sluice.Metering.Identity;
using Sluice.Metering.Societies;

namespace Sluice.Api.Tests.Registry;

public sealed class RetentionTests(ApiServer server) : IClassFixture<ApiServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Residents_who_moved_out_are_forgotten_on_the_day_the_society_says()
    {
        var path = await server.MakeSocietyAsync("retention-park");
        using var http = server.Admin("retention-park");
        using (await http.SendAsync("PUT", path, """{"name":"Retention Park","retention":{"movedOutResidentDays":10}}""", "*")) { }
        using (await http.SendAsync("PUT", $"{path}/flats/A/101", "{}")) { }
        using (await http.SendAsync("PUT", $"{path}/flats/A/101/residents",
            """{"residents":[{"name":"Stays"},{"name":"Left","movedOut":"2026-03-01"},{"name":"Left later","movedOut":"2026-03-02"}]}""")) { }

        // 18:30 UTC is midnight in Pune: the tenth day after 1 March ends with 11 March.
        var clock = new FakeTimeProvider(new(2026, 3, 11, 18, 29, 0, TimeSpan.Zero));
        var audit = server.Services.GetRequiredService<IAuditLog>();
        var done = new Done();
        var societies = server.Services.GetRequiredService<ISocietyStore>();
        using var worker = new RetentionWorker(new(societies, [new ResidentRetention(societies), done], audit, clock), clock, NullLogger<RetentionWorker>.Instance);
        await worker.StartAsync(Cancel);
        await done.NextAsync();
        Assert.Equal(["Stays", "Left", "Left later"], await NamesAsync());
        clock.Advance(TimeSpan.FromDays(1));
        await done.NextAsync();
        await worker.StopAsync(Cancel);
        Assert.Equal(["Stays", "Left later"], await NamesAsync());
        var log = await audit.ListAsync(Authorizer.ForWorker(SocietyId.Parse("retention-park"), "test"), null, 100, Cancel);
        Assert.Contains(log.Items, static e => e.Entry is { Action: "retention.apply", Target: "residents", Detail: "forgotten 1" });

        async Task<IEnumerable<string>> NamesAsync() =>
            (await societies.FindFlatAsync(Authorizer.ForWorker(SocietyId.Parse("retention-park"), "test"), "A", "101", Cancel))!.Residents.Select(static r => r.Name);
    }

    /// <summary>Tells when a run has reached this society, after the task before.</summary>
    private sealed class Done : IRetentionTask
    {
        private readonly SemaphoreSlim runs = new(0);

        public string DataClass => "nothing";

        public Task NextAsync() => runs.WaitAsync(TestContext.Current.CancellationToken);

        public ValueTask<long> ApplyAsync(SocietyScope scope, Society society, DateTimeOffset now, CancellationToken ct)
        {
            if (society.Id.Text == "retention-park") runs.Release();
            return new(0);
        }
    }
}
