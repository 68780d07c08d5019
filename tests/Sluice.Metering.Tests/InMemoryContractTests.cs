using Sluice.Metering.Alerts;
using Sluice.Metering.Formats;
using Sluice.Metering.Keys;
using Sluice.Metering.Meters;
using Sluice.Metering.Readings;
using Sluice.Metering.Societies;
using Sluice.Metering.Telegrams;
using Sluice.Metering.Validation;
using Sluice.Storage.Contract;

namespace Sluice.Metering.Tests;

public sealed class InMemoryTelegramArchiveTests : TelegramArchiveTests
{
    protected override ValueTask<IntakeStores> NewStoresAsync() => new(InMemory.Stores());
}

public sealed class InMemoryReadingStoreTests : ReadingStoreTests
{
    protected override ValueTask<IntakeStores> NewStoresAsync() => new(InMemory.Stores());
}

public sealed class InMemoryIntakeStoreTests : IntakeStoreTests
{
    protected override ValueTask<IntakeStores> NewStoresAsync() => new(InMemory.Stores());
}

internal static class InMemory
{
    public static IntakeStores Stores()
    {
        var store = new InMemoryIntakeStore();
        return new(store, store.Archive, store.Readings);
    }
}

public sealed class InMemoryMeterKeyStoreTests : MeterKeyStoreTests
{
    protected override ValueTask<IMeterKeyStore> NewKeyStoreAsync() => new(new InMemoryMeterKeyStore());
}

public sealed class InMemoryFormatStoreTests : FormatStoreTests
{
    protected override ValueTask<IFormatStore> NewFormatStoreAsync() => new(new InMemoryFormatStore());
}

public sealed class InMemorySocietyStoreTests : SocietyStoreTests
{
    protected override ValueTask<RegistryStores> NewStoresAsync() => new(InMemoryRegistry.New());
}

public sealed class InMemoryMeterStoreTests : MeterStoreTests
{
    protected override ValueTask<RegistryStores> NewStoresAsync() => new(InMemoryRegistry.New());
}

internal static class InMemoryRegistry
{
    public static RegistryStores New()
    {
        var societies = new InMemorySocietyStore();
        return new(societies, new InMemoryMeterStore(societies));
    }
}

public sealed class InMemoryJudgedIntakeTests : JudgedIntakeTests
{
    protected override ValueTask<IIntakeStore> NewIntakeAsync() => new(new InMemoryIntakeStore());
}

public sealed class InMemoryAlertStoreTests : AlertStoreTests
{
    protected override ValueTask<IAlertStore> NewAlertsAsync() => new(new InMemoryAlertStore());
}

public sealed class InMemoryAlertingIntakeTests : AlertingIntakeTests
{
    protected override ValueTask<(IIntakeStore Intake, IAlertStore Alerts)> NewAlertingIntakeAsync()
    {
        var (intake, alerts) = (new InMemoryIntakeStore(), new InMemoryAlertStore());
        intake.Add(alerts);
        return new((intake, alerts));
    }
}

public sealed class InMemoryRuleStoreTests : RuleStoreTests
{
    protected override ValueTask<IRuleStore> NewRulesAsync() => new(new InMemoryRuleStore());
}

public sealed class InMemoryReadingVersionStoreTests : ReadingVersionStoreTests
{
    protected override ValueTask<(IIntakeStore Intake, IReadingVersionStore Versions)> NewVersionsAsync()
    {
        var intake = new InMemoryIntakeStore();
        return new((intake, new InMemoryReadingVersionStore(intake)));
    }
}

public sealed class InMemoryCurrentReadingsTests : CurrentReadingsTests
{
    protected override ValueTask<(IntakeStores Stores, IReadingVersionStore Versions)> NewStoresAsync()
    {
        var intake = new InMemoryIntakeStore();
        return new((new(intake, intake.Archive, intake.Readings), new InMemoryReadingVersionStore(intake)));
    }
}

public sealed class InMemoryEstimateStoreTests : EstimateStoreTests
{
    protected override ValueTask<IEstimateStore> NewEstimatesAsync() => new(new InMemoryEstimateStore());
}
