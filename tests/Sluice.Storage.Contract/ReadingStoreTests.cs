using Sluice.Metering.Readings;

namespace Sluice.Storage.Contract;

/// <summary>What every <see cref="IReadingStore"/> promises.</summary>
public abstract partial class ReadingStoreTests
{
    protected abstract ValueTask<IReadingStore> NewStoreAsync();

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<IReadOnlyList<Reading>> AllAsync(IReadingStore store) => (await store.ListAsync(null, 1000, Cancel)).Items;
}
