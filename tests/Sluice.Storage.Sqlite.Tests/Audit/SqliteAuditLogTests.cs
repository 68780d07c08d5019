using Microsoft.Data.Sqlite;
using Sluice.Metering.Audit;
using Sluice.Metering.Storage;
using Sluice.Storage.Contract;

namespace Sluice.Storage.Sqlite.Tests.Audit;

public sealed class SqliteAuditLogTests : AuditLogTests, IAsyncDisposable
{
    private readonly TemporaryStore temporary = new();

    protected override ValueTask<IAuditLog> NewAuditLogAsync() => new(temporary.Store.Audit);

    public ValueTask DisposeAsync() => temporary.DisposeAsync();

    [Theory]
    [InlineData("UPDATE audit SET detail = 'x'")]
    [InlineData("DELETE FROM audit WHERE sequence = 2")]
    [InlineData("DELETE FROM audit")]
    [InlineData("INSERT OR REPLACE INTO audit SELECT 1, at, 'x', actor_name, action, society, target, detail, origin, hash FROM audit WHERE sequence = 1")]
    [InlineData("INSERT INTO audit SELECT 9, at, actor, actor_name, action, society, target, detail, origin, hash FROM audit WHERE sequence = 1")]
    public async Task The_database_refuses_to_change_the_log(string sql)
    {
        await FillAsync(3);
        Assert.Contains("audit log", Assert.Throws<SqliteException>(() => Tamper(sql)).Message);
        Assert.True(SqliteAuditLog.Verify(temporary.Database) is { Entries: 3, Break: null });
    }

    [Theory]
    [InlineData("UPDATE audit SET detail = 'x' WHERE sequence = 2", 2)]
    [InlineData("UPDATE audit SET society = 'No id' WHERE sequence = 2", 2)]
    [InlineData("UPDATE audit SET hash = zeroblob(32) WHERE sequence = 2", 2)]
    [InlineData("DELETE FROM audit WHERE sequence = 1", 1)]
    [InlineData("DELETE FROM audit WHERE sequence = 2", 2)]
    public async Task Who_gets_round_the_database_is_found_out(string sql, long found)
    {
        await FillAsync(3);
        Tamper($"DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete; {sql}");
        Assert.Equal(found, SqliteAuditLog.Verify(temporary.Database).Break);
        Assert.Equal(found, (await AuditChain.VerifyAsync(temporary.Store.Audit, Everything, Cancel)).Break);
    }

    [Fact]
    public async Task Entries_cut_off_the_end_are_found_out_by_a_head_noted_before()
    {
        await FillAsync(3);
        var head = SqliteAuditLog.Verify(temporary.Database);
        await FillAsync(2);
        var noted = (head.Entries, head.Head.ToArray());
        Assert.True(SqliteAuditLog.Verify(temporary.Database, noted) is { Entries: 5, Break: null });
        Tamper("DROP TRIGGER audit_no_delete; DELETE FROM audit WHERE sequence >= 3");
        Assert.Null(SqliteAuditLog.Verify(temporary.Database).Break);
        Assert.Equal(3, SqliteAuditLog.Verify(temporary.Database, noted).Break);
        await FillAsync(2);
        Assert.Equal(3, SqliteAuditLog.Verify(temporary.Database, (noted.Entries, new byte[32])).Break);
    }

    [Fact]
    public async Task A_log_longer_than_a_page_is_checked_to_its_end()
    {
        await Task.WhenAll(Enumerable.Range(1, IAuditLog.MaxPage + 5).Select(async n => await temporary.Store.Audit.AppendAsync(Entry(n), Cancel)));
        Assert.Equal(IAuditLog.MaxPage + 5, SqliteAuditLog.Verify(temporary.Database).Entries);
        Tamper($"DROP TRIGGER audit_no_update; UPDATE audit SET actor = 'x' WHERE sequence = {IAuditLog.MaxPage + 3}");
        Assert.Equal(IAuditLog.MaxPage + 3, SqliteAuditLog.Verify(temporary.Database).Break);
    }

    [Fact]
    public void A_directory_without_database_is_said() =>
        Assert.Contains("There is no database", Assert.Throws<StorageException>(() => SqliteAuditLog.Verify(Path.Combine(temporary.Folder, "none", "sluice.db"))).Message);

    private async Task FillAsync(int count)
    {
        for (var n = 1; n <= count; n++) await temporary.Store.Audit.AppendAsync(Entry(n), Cancel);
    }

    /// <summary>As somebody with the file would.</summary>
    private void Tamper(string sql)
    {
        using var other = new SqliteConnection($"Data Source={temporary.Database};Pooling=False");
        other.Open();
        using var command = other.CreateCommand();
#pragma warning disable CA2100 // the statements of this test
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
