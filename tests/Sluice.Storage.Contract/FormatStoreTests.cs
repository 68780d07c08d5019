using Sluice.Metering.Formats;

namespace Sluice.Storage.Contract;

/// <summary>What every <see cref="IFormatStore"/> promises.</summary>
public abstract class FormatStoreTests
{
    protected abstract ValueTask<IFormatStore> NewFormatStoreAsync();

    [Fact]
    public async Task Formats_come_back_once_each_in_the_order_learned()
    {
        var cancel = TestContext.Current.CancellationToken;
        var store = await NewFormatStoreAsync();
        byte[][] headers = [[4, 0x13], [2, 0xFF, 0x20, 4, 0x13]];
        foreach (var (format, n) in headers.Concat(headers).Select((h, n) => (h, n)))
            await store.SaveAsync(7, format, Invented.Noon.AddSeconds(n), cancel);
        Assert.Equal(headers, (await store.LoadAsync(cancel)).Select(f => f.ToArray()));
    }
}
