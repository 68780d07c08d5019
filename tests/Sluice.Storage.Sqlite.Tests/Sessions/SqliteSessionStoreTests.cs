using Sluice.Metering.Sessions;
using Sluice.Metering.Telegrams;
using Sluice.Storage.Contract;
using Sluice.Storage.Contract.Sessions;

namespace Sluice.Storage.Sqlite.Tests.Sessions;

public sealed class SqliteSessionStoreTests : SessionStoreTests, IAsyncDisposable
{
    private readonly TemporaryStore temporary = new();

    protected override ValueTask<ISessionStore> NewSessionStoreAsync() => new(temporary.Store.Sessions);

    public ValueTask DisposeAsync() => temporary.DisposeAsync();
}

public sealed class SqliteSessionCommitTests : SessionCommitTests, IAsyncDisposable
{
    private readonly TemporaryStore temporary = new();

    protected override ValueTask<(IIntakeStore Intake, ISessionStore Sessions)> NewStoresAsync() => new((temporary.Store.Intake, temporary.Store.Sessions));

    public ValueTask DisposeAsync() => temporary.DisposeAsync();
}

public sealed class SqliteRetentionStoreTests : RetentionStoreTests, IAsyncDisposable
{
    private readonly TemporaryStore temporary = new();

    protected override ValueTask<(IntakeStores Stores, IRetentionStore Retention, ISessionStore Sessions)> NewStoresAsync() =>
        new((temporary.IntakeStores, temporary.Store.Intake, temporary.Store.Sessions));

    public ValueTask DisposeAsync() => temporary.DisposeAsync();
}
