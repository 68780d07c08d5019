using Microsoft.Data.Sqlite;

namespace Sluice.EndToEnd.Tests;

/// <summary>Another program that holds the database, as a careless look with a tool does.</summary>
public sealed class LockedDatabaseTests : ServerTests
{
    [Fact]
    public async Task While_another_program_locks_the_database_senders_wait_and_nothing_is_lost()
    {
        await using var server = await ServerProcess.StartAsync(Data, "--keys", KeyFile);
        Task<Contracts.Telegrams.ReceiptDto> sending;
        await using (var other = new SqliteConnection($"Data Source={Path.Combine(Data, "sluice.db")};Pooling=False"))
        {
            await other.OpenAsync(Cancel);
            await using (var hold = other.CreateCommand())
            {
                hold.CommandText = "BEGIN IMMEDIATE";
                await hold.ExecuteNonQueryAsync(Cancel);
            }
            sending = SendAsync(server.Http, Meters[0].Telegram(1));
            Assert.Empty(await AllReadingsAsync(server.Http));   // readers are not held up
            Assert.False(sending.IsCompleted);
            await using var release = other.CreateCommand();
            release.CommandText = "ROLLBACK";
            await release.ExecuteNonQueryAsync(Cancel);
        }
        Assert.Equal(1, (await sending).Stored);
    }
}
