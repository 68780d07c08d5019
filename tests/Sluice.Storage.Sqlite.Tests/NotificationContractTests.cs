using Sluice.Metering.Notifications;
using Sluice.Storage.Contract;

namespace Sluice.Storage.Sqlite.Tests;

public sealed class SqliteNotificationStoreTests : NotificationStoreTests, IAsyncDisposable
{
    private readonly TemporaryStore temporary = new();

    protected override ValueTask<INotificationStore> NewNotificationsAsync() => new(temporary.Store.Notifications);

    public ValueTask DisposeAsync() => temporary.DisposeAsync();
}
