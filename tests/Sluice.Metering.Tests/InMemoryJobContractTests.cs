using Sluice.Metering.Exports;
using Sluice.Metering.Files;
using Sluice.Metering.Imports;
using Sluice.Metering.Jobs;
using Sluice.Storage.Contract;

namespace Sluice.Metering.Tests;

public sealed class InMemoryJobStoreTests : JobStoreTests
{
    protected override ValueTask<IJobStore> NewJobStoreAsync() => new(new InMemoryJobStore());
}

public sealed class InMemoryFileStoreTests : FileStoreTests
{
    protected override ValueTask<IFileStore> NewFileStoreAsync(long quota = long.MaxValue) => new(new InMemoryFileStore(TimeProvider.System, quota));
}

public sealed class InMemoryImportMappingStoreTests : ImportMappingStoreTests
{
    protected override ValueTask<IImportMappingStore> NewMappingStoreAsync() => new(new InMemoryImportMappingStore());
}

public sealed class InMemoryExportScheduleStoreTests : ExportScheduleStoreTests
{
    protected override ValueTask<IExportScheduleStore> NewScheduleStoreAsync() => new(new InMemoryExportScheduleStore());
}
