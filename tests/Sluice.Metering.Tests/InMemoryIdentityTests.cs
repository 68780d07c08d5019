using Sluice.Metering.Identity;
using Sluice.Storage.Contract;

namespace Sluice.Metering.Tests;

public sealed class InMemoryMembershipStoreTests : MembershipStoreTests
{
    protected override ValueTask<IMembershipStore> NewMembershipStoreAsync() => new(new InMemoryMembershipStore());
}

public sealed class InMemoryCredentialStoreTests : CredentialStoreTests
{
    protected override ValueTask<ICredentialStore> NewCredentialStoreAsync() => new(new InMemoryCredentialStore());
}
