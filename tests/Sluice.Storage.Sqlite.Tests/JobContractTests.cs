using Sluice.Metering.Exports;
using Sluice.Metering.Files;
using Sluice.Metering.Imports;
using Sluice.Metering.Jobs;
using Sluice.Storage.Contract;

namespace Sluice.Storage.Sqlite.Tests;

public sealed class SqliteJobStoreTests : JobStoreTests, IAsyncDisposable
{
    private readonly TemporaryStore temporary = new();

    protected override ValueTask<IJobStore> NewJobStoreAsync() => new(temporary.Store.Jobs);

    public ValueTask DisposeAsync() => temporary.DisposeAsync();
}

public sealed class FolderFileStoreTests : FileStoreTests, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sluice-files-").FullName;

    protected override ValueTask<IFileStore> NewFileStoreAsync(long quota = long.MaxValue) => new(new FolderFileStore(folder, TimeProvider.System, quota));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task What_a_crash_left_half_written_is_cleared_away_and_not_counted()
    {
        var store = await NewFileStoreAsync();
        await store.PutAsync(Name("a"), new MemoryStream(new byte[60]), 100, Cancel);
        var half = Path.Combine(folder, "societies", "green-park", "b.x~");
        await File.WriteAllBytesAsync(half, new byte[90], Cancel);
        store = await NewFileStoreAsync(quota: 100);
        Assert.False(File.Exists(half));
        Assert.NotNull(await store.PutAsync(Name("b"), new MemoryStream(new byte[40]), 100, Cancel));
    }

    [Fact]
    public async Task Files_and_folders_are_for_this_user_only()
    {
        if (OperatingSystem.IsWindows()) return;
        var store = await NewFileStoreAsync();
        await store.PutAsync(Name("a"), new MemoryStream([1]), 100, Cancel);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, "societies", "green-park", "a")));
    }
}

public sealed class SqliteImportMappingStoreTests : ImportMappingStoreTests, IAsyncDisposable
{
    private readonly TemporaryStore temporary = new();

    protected override ValueTask<IImportMappingStore> NewMappingStoreAsync() => new(temporary.Store.ImportMappings);

    public ValueTask DisposeAsync() => temporary.DisposeAsync();
}

public sealed class SqliteExportScheduleStoreTests : ExportScheduleStoreTests, IAsyncDisposable
{
    private readonly TemporaryStore temporary = new();

    protected override ValueTask<IExportScheduleStore> NewScheduleStoreAsync() => new(temporary.Store.ExportSchedules);

    public ValueTask DisposeAsync() => temporary.DisposeAsync();
}
