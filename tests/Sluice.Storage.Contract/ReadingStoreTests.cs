using Sluice.Metering.Readings;
using Sluice.Metering.Telegrams;

namespace Sluice.Storage.Contract;

/// <summary>What every <see cref="IReadingStore"/> promises about what an <see cref="IIntakeStore"/> kept.</summary>
public abstract partial class ReadingStoreTests
{
    protected abstract ValueTask<IntakeStores> NewStoresAsync();

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
