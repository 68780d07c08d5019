using Microsoft.Data.Sqlite;
using Sluice.Metering.Idempotency;
using Sluice.Storage.Contract;

namespace Sluice.Storage.Sqlite.Tests.Idempotency;

public sealed class SqliteAnswerStoreTests : AnswerStoreTests, IAsyncDisposable
{
    private readonly TemporaryStore temporary = new();

    protected override ValueTask<IAnswerStore> NewAnswerStoreAsync() => new(temporary.Store.Answers);

    public ValueTask DisposeAsync() => temporary.DisposeAsync();

    [Fact]
    public async Task What_is_kept_is_bounded_by_age_number_and_bytes()
    {
        var cancel = TestContext.Current.CancellationToken;
        var store = new SqliteAnswerStore(temporary.Store, new AnswerLimits(Answers: 100, Bytes: 150_000));
        for (var n = 0; n < 640; n++)
            await store.KeepAsync(BitConverter.GetBytes(n), new byte[n < 320 ? 10 : 2_000], Invented.Noon.AddMinutes(n), Invented.Noon.AddMinutes(n - 600), cancel);
        using var file = new SqliteConnection($"Data Source={temporary.Database};Pooling=False");
        file.Open();
        using var count = file.CreateCommand();
        count.CommandText = "SELECT count(*) FROM idempotent_answer";
        Assert.InRange((long)count.ExecuteScalar()!, 75, 75 + 63);   // 75 answers of 2,000 bytes, and those since it was last looked at
        Assert.Null(await store.FindAsync(BitConverter.GetBytes(400), Invented.Noon, cancel));
        Assert.NotNull(await store.FindAsync(BitConverter.GetBytes(639), Invented.Noon, cancel));
    }
}
