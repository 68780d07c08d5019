using Sluice.Metering.Telegrams;

namespace Sluice.Storage.Contract;

/// <summary>What every <see cref="ITelegramArchive"/> promises.</summary>
public abstract partial class TelegramArchiveTests
{
    protected abstract ValueTask<ITelegramArchive> NewArchiveAsync();

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
