using Sluice.Metering.Identity;
using Sluice.Storage.Contract;

namespace Sluice.Storage.Sqlite.Tests;

public sealed class SqliteMembershipStoreTests : MembershipStoreTests, IAsyncDisposable
{
    private readonly TemporaryStore temporary = new();

    protected override ValueTask<IMembershipStore> NewMembershipStoreAsync() => new(temporary.Store.Memberships);

    public ValueTask DisposeAsync() => temporary.DisposeAsync();
}

public sealed class SqliteCredentialStoreTests : CredentialStoreTests, IAsyncDisposable
{
    private readonly TemporaryStore temporary = new();

    protected override ValueTask<ICredentialStore> NewCredentialStoreAsync() => new(temporary.Store.Credentials);

    public ValueTask DisposeAsync() => temporary.DisposeAsync();
}
