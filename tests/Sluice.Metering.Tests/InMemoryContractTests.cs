using Sluice.Metering.Formats;
using Sluice.Metering.Keys;
using Sluice.Metering.Readings;
using Sluice.Metering.Telegrams;
using Sluice.Storage.Contract;

namespace Sluice.Metering.Tests;

public sealed class InMemoryTelegramArchiveTests : TelegramArchiveTests
{
    protected override ValueTask<ITelegramArchive> NewArchiveAsync() => new(new InMemoryTelegramArchive());
}

public sealed class InMemoryReadingStoreTests : ReadingStoreTests
{
    protected override ValueTask<IReadingStore> NewStoreAsync() => new(new InMemoryReadingStore());
}

public sealed class InMemoryMeterKeyStoreTests : MeterKeyStoreTests
{
    protected override ValueTask<IMeterKeyStore> NewKeyStoreAsync() => new(new InMemoryMeterKeyStore());
}

public sealed class InMemoryFormatStoreTests : FormatStoreTests
{
    protected override ValueTask<IFormatStore> NewFormatStoreAsync() => new(new InMemoryFormatStore());
}
