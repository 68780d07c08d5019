using Sluice.Metering.Telegrams;

namespace Sluice.Storage.Contract;

/// <summary>What every <see cref="ITelegramArchive"/> promises about what an <see cref="IIntakeStore"/> kept.</summary>
public abstract partial class TelegramArchiveTests
{
    protected abstract ValueTask<IntakeStores> NewStoresAsync();

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
