using Microsoft.Extensions.Time.Testing;
using Sluice.Storage.Contract;

namespace Sluice.Storage.Sqlite.Tests;

/// <summary>A store in a directory of its own, removed at the end; can be closed and opened again.</summary>
public sealed class TemporaryStore : IAsyncDisposable
{
    private SqliteStore? store;

    public string Folder { get; } = Directory.CreateTempSubdirectory("sluice-test-").FullName;

    public string Database => Path.Combine(Folder, "sluice.db");

    public string KeyFile => Path.Combine(Folder, "sluice.key");

    public FakeTimeProvider Clock { get; } = new(Invented.Noon);

    public SqliteStore Store => store ??= Open();

    public IntakeStores IntakeStores => new(Store.Intake, Store.Telegrams, Store.Readings);

    public SqliteStore Open(SqliteOptions? options = null) => store = SqliteStore.Open(Database, LocalKeyFile.Open(KeyFile, mayCreate: true), Clock, options);

    public async Task<SqliteStore> ReopenAsync(SqliteOptions? options = null)
    {
        await CloseAsync();
        return Open(options);
    }

    public async Task CloseAsync()
    {
        if (store is not null) await store.DisposeAsync();
        store = null;
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
