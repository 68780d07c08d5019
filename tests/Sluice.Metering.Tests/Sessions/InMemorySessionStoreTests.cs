using Sluice.Metering.Sessions;
using Sluice.Metering.Telegrams;
using Sluice.Storage.Contract;
using Sluice.Storage.Contract.Sessions;

namespace Sluice.Metering.Tests.Sessions;

public sealed class InMemorySessionStoreTests : SessionStoreTests
{
    protected override ValueTask<ISessionStore> NewSessionStoreAsync() => new(new InMemorySessionStore());
}

public sealed class InMemorySessionCommitTests : SessionCommitTests
{
    protected override ValueTask<(IIntakeStore Intake, ISessionStore Sessions)> NewStoresAsync()
    {
        var (intake, sessions) = (new InMemoryIntakeStore(), new InMemorySessionStore());
        intake.Add(sessions);
        return new((intake, sessions));
    }
}

public sealed class InMemoryRetentionStoreTests : RetentionStoreTests
{
    protected override ValueTask<(IntakeStores Stores, IRetentionStore Retention, ISessionStore Sessions)> NewStoresAsync()
    {
        var (intake, sessions) = (new InMemoryIntakeStore(), new InMemorySessionStore());
        intake.Add(sessions);
        return new((new(intake, intake.Archive, intake.Readings), intake, sessions));
    }
}
