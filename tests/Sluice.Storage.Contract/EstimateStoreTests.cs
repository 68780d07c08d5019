using Sluice.Metering.Meters;
using Sluice.Metering.Readings;

namespace Sluice.Storage.Contract;

/// <summary>What every <see cref="IEstimateStore"/> promises.</summary>
public abstract class EstimateStoreTests
{
    private static readonly MeterId Meter = MeterId.Of(Invented.Meter());

    protected abstract ValueTask<IEstimateStore> NewEstimatesAsync();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static KeptEstimate New(decimal total, int day = 0) => new()
    {
        Society = Invented.Society,
        Meter = Meter,
        Estimate = new(EstimateMethod.LastYear, Invented.Noon.AddDays(day), total),
        By = "asha",
        MadeAt = Invented.Noon.AddDays(9),
    };

    [Fact]
    public async Task Estimates_come_back_as_they_were_kept_last_made_first()
    {
        var store = await NewEstimatesAsync();
        var first = await store.AddAsync(Invented.Scope, New(8.90m), Cancel);
        var second = await store.AddAsync(Invented.Scope, New(9m, day: 1), Cancel);
        Assert.Equal(New(8.90m) with { Id = first.Id }, first);
        Assert.True(second.Id > first.Id);
        Assert.Equal([second, first], await store.ListAsync(Invented.Scope, Meter, Cancel));
        Assert.Empty(await store.ListAsync(Invented.OtherScope, Meter, Cancel));
        Assert.Empty(await store.ListAsync(Invented.Scope, MeterId.Of(Invented.Meter(0x90000002)), Cancel));
    }

    [Fact]
    public async Task The_same_estimate_again_is_the_one_there_is_and_another_for_the_moment_stands_beside_it()
    {
        var store = await NewEstimatesAsync();
        var first = await store.AddAsync(Invented.Scope, New(8.9m), Cancel);
        Assert.Equal(first, await store.AddAsync(Invented.Scope, New(8.9m) with { By = "ravi" }, Cancel));
        await store.AddAsync(Invented.Scope, New(9.1m), Cancel);
        Assert.Equal([9.1m, 8.9m], (await store.ListAsync(Invented.Scope, Meter, Cancel)).Select(static e => e.Estimate.TotalM3));
    }

    [Fact]
    public async Task An_estimate_of_another_society_is_refused() =>
        await Assert.ThrowsAsync<ArgumentException>(async () => await (await NewEstimatesAsync()).AddAsync(Invented.OtherScope, New(1), Cancel));
}
