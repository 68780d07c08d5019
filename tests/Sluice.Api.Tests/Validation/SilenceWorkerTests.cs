using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Sluice.Host.Validation;
using Sluice.Metering.Alerts;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Societies;
using Sluice.Metering.Telegrams;
using Sluice.Metering.Validation;
using Sluice.Storage.Contract;

namespace Sluice.Api.Tests.Validation;

public sealed class SilenceWorkerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_few_minutes_it_looks_at_every_society()
    {
        var clock = new FakeTimeProvider(Invented.Noon);
        var societies = new InMemorySocietyStore();
        var (meters, alerts, intake) = (new InMemoryMeterStore(societies), new InMemoryAlertStore(), new InMemoryIntakeStore());
        foreach (var (scope, serial) in new[] { (Invented.Scope, 0x90000001u), (Invented.OtherScope, 0x90000002u) })
        {
            await societies.CreateAsync(Invented.Installation, new() { Id = scope.Society, Name = scope.Society.Text }, Cancel);
            await meters.UpsertAsync(scope, [new Meter { Id = MeterId.Of(Invented.Meter(serial)), Society = scope.Society, InstallationDate = new(2025, 1, 1) }], Invented.Noon, Cancel);
        }
        using var worker = new SilenceWorker(new(intake.Readings, meters, new InMemoryCredentialStore(), alerts, new(), clock), societies, clock, NullLogger<SilenceWorker>.Instance);
        var looked = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        worker.Looked += found => looked.TrySetResult(found);
        await worker.StartAsync(Cancel);
        clock.Advance(SilenceWorker.Every - TimeSpan.FromTicks(1));
        Assert.False(looked.Task.IsCompleted);
        clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(2, await looked.Task.WaitAsync(Cancel));
        await worker.StopAsync(Cancel);
        Assert.Equal(RuleId.SilentNew, Assert.Single((await alerts.ListAsync(Invented.OtherScope, new(AlertState.Open), null, 10, Cancel)).Items).Rule);
    }
}
