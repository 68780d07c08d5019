using Sluice.Metering.Sessions;
using Sluice.Storage.Contract.Sessions;

namespace Sluice.Metering.Tests.Sessions;

public sealed class InMemorySessionStoreTests : SessionStoreTests
{
    protected override ValueTask<ISessionStore> NewSessionStoreAsync() => new(new InMemorySessionStore());
}
