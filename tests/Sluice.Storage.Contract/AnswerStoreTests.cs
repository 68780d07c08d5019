using Sluice.Metering.Idempotency;

namespace Sluice.Storage.Contract;

/// <summary>What every <see cref="IAnswerStore"/> promises.</summary>
public abstract class AnswerStoreTests
{
    protected abstract ValueTask<IAnswerStore> NewAnswerStoreAsync();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static byte[] Name(byte last) => [.. new byte[31], last];

    [Fact]
    public async Task An_answer_is_found_until_it_is_too_old()
    {
        var store = await NewAnswerStoreAsync();
        await store.KeepAsync(Name(1), new byte[] { 1, 2 }, Invented.Noon, Invented.Noon.AddDays(-1), Cancel);
        Assert.Equal([1, 2], (await store.FindAsync(Name(1), Invented.Noon, Cancel))!);
        Assert.Null(await store.FindAsync(Name(1), Invented.Noon.AddMilliseconds(1), Cancel));
        Assert.Null(await store.FindAsync(Name(2), Invented.Noon.AddDays(-1), Cancel));
    }

    [Fact]
    public async Task A_later_answer_takes_the_place_of_the_earlier()
    {
        var store = await NewAnswerStoreAsync();
        await store.KeepAsync(Name(1), new byte[] { 1 }, Invented.Noon, Invented.Noon, Cancel);
        await store.KeepAsync(Name(1), new byte[] { 2 }, Invented.Noon.AddDays(2), Invented.Noon.AddDays(1), Cancel);
        Assert.Equal([2], (await store.FindAsync(Name(1), Invented.Noon, Cancel))!);
    }

    [Fact]
    public async Task An_answer_that_is_too_large_is_refused()
    {
        var store = await NewAnswerStoreAsync();
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () =>
            await store.KeepAsync(Name(1), new byte[IAnswerStore.MaxBytes + 1], Invented.Noon, Invented.Noon, Cancel));
        await store.KeepAsync(Name(1), new byte[IAnswerStore.MaxBytes], Invented.Noon, Invented.Noon, Cancel);
    }
}
