using System.Text;
using Sluice.Metering.Files;
using Sluice.Metering.Jobs;
using Sluice.Metering.Storage;

namespace Sluice.Storage.Contract;

/// <summary>What every <see cref="IFileStore"/> promises.</summary>
public abstract class FileStoreTests
{
    private static readonly JobId Job = new(new Guid("0190a000-0000-7000-8000-000000000001"));

    /// <param name="quota">The most bytes altogether.</param>
    protected abstract ValueTask<IFileStore> NewFileStoreAsync(long quota = long.MaxValue);

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected static FileName Name(params string[] parts) => FileName.OfSociety(Scopes.GreenPark, parts);

    [Fact]
    public async Task A_file_comes_back_byte_for_byte_and_again_from_any_place_of_it()
    {
        var store = await NewFileStoreAsync();
        var bytes = new byte[300_000];
        new Random(7).NextBytes(bytes);
        var kept = await PutAsync(store, Name("exports", "a.bin"), bytes);
        Assert.Equal((Name("exports", "a.bin"), bytes.Length), (kept!.Name, (int)kept.Bytes));
        Assert.Equal(bytes, await ReadAsync(store, Name("exports", "a.bin")));
        await using var stream = await store.OpenAsync(Name("exports", "a.bin"), Cancel);
        stream!.Position = 299_999;
        Assert.Equal(bytes[^1], stream.ReadByte());
    }

    [Fact]
    public async Task What_is_not_there_is_said()
    {
        var store = await NewFileStoreAsync();
        Assert.Null(await store.OpenAsync(Name("none"), Cancel));
        Assert.False(await store.DeleteAsync(Name("none"), Cancel));
        Assert.Empty((await store.ListAsync(Name("none"), null, 10, Cancel)).Items);
    }

    [Fact]
    public async Task A_file_too_long_is_not_kept_and_the_one_before_stays()
    {
        var store = await NewFileStoreAsync();
        await PutAsync(store, Name("a"), "first"u8.ToArray());
        Assert.Null(await store.PutAsync(Name("a"), new MemoryStream(new byte[11]), 10, Cancel));
        Assert.Equal("first"u8.ToArray(), await ReadAsync(store, Name("a")));
        Assert.NotNull(await store.PutAsync(Name("a"), new MemoryStream(new byte[10]), 10, Cancel));
    }

    [Fact]
    public async Task A_source_that_breaks_off_leaves_nothing()
    {
        var store = await NewFileStoreAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await store.PutAsync(Name("a"), new BrokenStream(), 1000, Cancel));
        Assert.Null(await store.OpenAsync(Name("a"), Cancel));
        Assert.Empty((await store.ListAsync(Name(), null, 10, Cancel)).Items);
    }

    [Fact]
    public async Task A_replaced_file_is_read_to_its_end_by_whoever_had_it_open()
    {
        var store = await NewFileStoreAsync();
        await PutAsync(store, Name("a"), "old"u8.ToArray());
        await using var open = await store.OpenAsync(Name("a"), Cancel);
        await PutAsync(store, Name("a"), "new"u8.ToArray());
        using var reader = new StreamReader(open!, Encoding.ASCII);
        Assert.Equal("old", await reader.ReadToEndAsync(Cancel));
        Assert.Equal("new"u8.ToArray(), await ReadAsync(store, Name("a")));
    }

    [Fact]
    public async Task Lists_are_by_name_within_a_folder_and_go_on_where_the_page_ended()
    {
        var store = await NewFileStoreAsync();
        foreach (var name in (string[])["b/2", "b/10", "b-c/1", "a", "b/x/y"]) await PutAsync(store, Name(name.Split('/')), [1, 2]);
        await PutAsync(store, FileName.OfSociety(Scopes.LakeView, "b", "1"), [1]);
        var first = await store.ListAsync(Name("b"), null, 2, Cancel);
        var second = await store.ListAsync(Name("b"), first.Next, 2, Cancel);
        Assert.Equal([Name("b", "10"), Name("b", "2"), Name("b", "x", "y")], [.. first.Items.Select(static f => f.Name), .. second.Items.Select(static f => f.Name)]);
        Assert.Null(second.Next);
        Assert.Equal(10, await store.BytesAsync(Name(), Cancel));
        await store.DeleteFolderAsync(Name("b"), Cancel);
        Assert.Equal([Name("a"), Name("b-c", "1")], (await store.ListAsync(Name(), null, 10, Cancel)).Items.Select(static f => f.Name));
    }

    [Fact]
    public async Task The_quota_is_kept_and_deleted_bytes_are_free_again()
    {
        const int Block = 4096;   // what stores count in
        var store = await NewFileStoreAsync(quota: 10 * Block);
        await PutAsync(store, Name("a"), new byte[6 * Block]);
        Assert.Equal(StorageFault.Full, (await Assert.ThrowsAsync<StorageException>(async () => await PutAsync(store, Name("b"), new byte[5 * Block]))).Fault);
        Assert.Null(await store.OpenAsync(Name("b"), Cancel));
        Assert.True(await store.DeleteAsync(Name("a"), Cancel));
        await PutAsync(store, Name("b"), new byte[5 * Block]);
    }

    [Fact]
    public async Task A_copy_is_a_file_of_its_own()
    {
        var store = await NewFileStoreAsync();
        await PutAsync(store, Name("a"), "first"u8.ToArray());
        await PutAsync(store, Name("exports", "b"), "before"u8.ToArray());
        Assert.Equal((Name("exports", "b"), 5L), (await store.CopyAsync(Name("a"), Name("exports", "b"), Cancel)) is { } copy ? (copy.Name, copy.Bytes) : default);
        await PutAsync(store, Name("a"), "second"u8.ToArray());
        Assert.Equal("first"u8.ToArray(), await ReadAsync(store, Name("exports", "b")));
        Assert.Null(await store.CopyAsync(Name("none"), Name("a"), Cancel));
        Assert.Equal("second"u8.ToArray(), await ReadAsync(store, Name("a")));
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a\0b")]
    [InlineData("a~")]
    [InlineData("C:")]
    public void A_name_never_leads_out_of_its_folder(string part) => Assert.Throws<ArgumentException>(() => Name(part));

    [Fact]
    public void User_ids_of_any_kind_are_one_folder_each()
    {
        string[] users = ["script:SuperAdmin", "../..", "..", "a/b", "ä", "a%2Fb", "auth0|x", "a b", "A B"];
        var names = users.Select(static u => FileName.OfJob(u, Job, "x").Text).ToList();
        Assert.Equal(users.Length, names.Distinct().Count());
        Assert.All(names, static n => Assert.Equal(4, n.Split('/').Length));
        Assert.All(names, static n => Assert.DoesNotContain("..", n, StringComparison.Ordinal));
    }

    private static ValueTask<StoredFile?> PutAsync(IFileStore store, FileName name, byte[] bytes) => store.PutAsync(name, new MemoryStream(bytes), long.MaxValue, Cancel);

    private static async Task<byte[]> ReadAsync(IFileStore store, FileName name)
    {
        await using var stream = await store.OpenAsync(name, Cancel);
        using var copy = new MemoryStream();
        await stream!.CopyToAsync(copy, Cancel);
        return copy.ToArray();
    }

    /// <summary>Gives some bytes, then its caller goes away.</summary>
    private sealed class BrokenStream : MemoryStream
    {
        private bool given;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (given) throw new OperationCanceledException();
            given = true;
            buffer.Span[..10].Fill(1);
            return new(10);
        }
    }
}
