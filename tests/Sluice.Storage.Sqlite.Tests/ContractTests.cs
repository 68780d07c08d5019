using Sluice.Metering.Formats;
using Sluice.Metering.Keys;
using Sluice.Metering.Readings;
using Sluice.Metering.Telegrams;
using Sluice.Storage.Contract;

namespace Sluice.Storage.Sqlite.Tests;

public sealed class SqliteTelegramArchiveTests : TelegramArchiveTests, IAsyncDisposable
{
    private readonly TemporaryStore temporary = new();

    protected override ValueTask<IntakeStores> NewStoresAsync() => new(temporary.IntakeStores);

    public ValueTask DisposeAsync() => temporary.DisposeAsync();
}

public sealed class SqliteReadingStoreTests : ReadingStoreTests, IAsyncDisposable
{
    private readonly TemporaryStore temporary = new();

    protected override ValueTask<IntakeStores> NewStoresAsync() => new(temporary.IntakeStores);

    public ValueTask DisposeAsync() => temporary.DisposeAsync();
}

public sealed class SqliteIntakeStoreTests : IntakeStoreTests, IAsyncDisposable
{
    private readonly TemporaryStore temporary = new();

    protected override ValueTask<IntakeStores> NewStoresAsync() => new(temporary.IntakeStores);

    public ValueTask DisposeAsync() => temporary.DisposeAsync();
}

public sealed class SqliteMeterKeyStoreTests : MeterKeyStoreTests, IAsyncDisposable
{
    private readonly TemporaryStore temporary = new();

    protected override ValueTask<IMeterKeyStore> NewKeyStoreAsync() => new(temporary.Store.Keys!);

    public ValueTask DisposeAsync() => temporary.DisposeAsync();
}

public sealed class SqliteFormatStoreTests : FormatStoreTests, IAsyncDisposable
{
    private readonly TemporaryStore temporary = new();

    protected override ValueTask<IFormatStore> NewFormatStoreAsync() => new(temporary.Store.Formats);

    public ValueTask DisposeAsync() => temporary.DisposeAsync();
}

public sealed class SqliteSocietyStoreTests : SocietyStoreTests, IAsyncDisposable
{
    private readonly TemporaryStore temporary = new();

    protected override ValueTask<RegistryStores> NewStoresAsync() => new(new RegistryStores(temporary.Store.Societies, temporary.Store.Meters));

    public ValueTask DisposeAsync() => temporary.DisposeAsync();
}

public sealed class SqliteMeterStoreTests : MeterStoreTests, IAsyncDisposable
{
    private readonly TemporaryStore temporary = new();

    protected override ValueTask<RegistryStores> NewStoresAsync() => new(new RegistryStores(temporary.Store.Societies, temporary.Store.Meters));

    public ValueTask DisposeAsync() => temporary.DisposeAsync();
}
