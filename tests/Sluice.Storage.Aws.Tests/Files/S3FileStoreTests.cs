using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Sluice.Metering.Files;
using Sluice.Metering.Jobs;
using Sluice.Metering.Storage;
using Sluice.Storage.Aws.Files;
using Sluice.Storage.Aws.Tests.Servers;
using Sluice.Storage.Contract;

namespace Sluice.Storage.Aws.Tests.Files;

/// <summary>The contract of file stores, and what a bucket does beyond it, on a real object server.</summary>
public sealed class S3FileStoreTests(ObjectServer server) : FileStoreTests, IDisposable
{
    private const int Part = 8 << 20;

    private readonly List<S3FileStore> stores = [];

    protected override async ValueTask<IFileStore> NewFileStoreAsync(long quota = long.MaxValue) => Open(await server.NewBucketAsync(quota == long.MaxValue ? null : quota));

    public void Dispose()
    {
        foreach (var store in stores) store.Dispose();
    }

    [Theory]
    [InlineData(Part - 1)]
    [InlineData(Part)]
    [InlineData(Part + 1)]
    [InlineData((3 * Part) + 5)]
    public async Task Files_of_one_part_and_of_many_come_back(int length)
    {
        var (store, name) = (Open(await server.NewBucketAsync()), Name("exports", "archives", "2026", "11", "a.zip"));
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        Assert.Equal(length, (await store.PutAsync(name, new MemoryStream(bytes), length, Cancel))!.Bytes);
        await using var stream = await store.OpenAsync(name, Cancel);
        using var copy = new MemoryStream();
        await stream!.CopyToAsync(copy, Cancel);
        Assert.True(bytes.AsSpan().SequenceEqual(copy.ToArray()));
        stream.Position = length - 3;
        Assert.Equal(bytes[^3..], await TakeAsync(stream, 3));
    }

    [Fact]
    public async Task A_long_file_that_breaks_off_or_is_too_long_leaves_nothing_behind()
    {
        var options = await server.NewBucketAsync();
        var store = Open(options);
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await store.PutAsync(Name("a"), new EndlessStream(2 * Part), long.MaxValue, Cancel));
        Assert.Null(await store.PutAsync(Name("a"), new MemoryStream(new byte[(2 * Part) + 1]), 2 * Part, Cancel));
        Assert.Empty((await store.ListAsync(Name(), null, 10, Cancel)).Items);
        using var client = S3Clients.Make(options);
        Assert.Empty((await client.ListMultipartUploadsAsync(options.Bucket, Cancel)).MultipartUploads ?? []);
    }

    [Fact]
    public async Task What_a_crash_left_of_an_upload_is_invisible_and_its_room_comes_back()
    {
        var options = await server.NewBucketAsync();
        var store = Open(options);
        using var client = S3Clients.Make(options);
        var upload = await client.InitiateMultipartUploadAsync(options.Bucket, Name("a").Text, Cancel);
        await client.UploadPartAsync(new() { BucketName = options.Bucket, Key = upload.Key, UploadId = upload.UploadId, PartNumber = 1, InputStream = new MemoryStream(new byte[100]) }, Cancel);
        Assert.Null(await store.OpenAsync(Name("a"), Cancel));
        await store.ForgetUploadsAsync(TimeProvider.System.GetUtcNow().AddHours(-1), Cancel);   // it may still be under way
        Assert.Single((await client.ListMultipartUploadsAsync(options.Bucket, Cancel)).MultipartUploads);
        await store.ForgetUploadsAsync(TimeProvider.System.GetUtcNow().AddHours(1), Cancel);
        Assert.Empty((await client.ListMultipartUploadsAsync(options.Bucket, Cancel)).MultipartUploads ?? []);
    }

    [Fact]
    public async Task Labels_are_the_objects_type_and_tags_also_of_its_copy()
    {
        var options = await server.NewBucketAsync();
        var store = Open(options);
        foreach (var (name, length) in new[] { (Name("small"), 5), (Name("large"), Part + 5) })
        {
            await store.PutAsync(name, new MemoryStream(new byte[length]), long.MaxValue, Cancel, new("text/csv", new Dictionary<string, string> { ["society"] = "green-park", ["format"] = "csv" }));
            Assert.NotNull(await store.CopyAsync(name, Name("copy"), Cancel));
            using var client = S3Clients.Make(options);
            foreach (var key in new[] { name.Text, Name("copy").Text })
            {
                Assert.Equal("text/csv", (await client.GetObjectMetadataAsync(options.Bucket, key, Cancel)).Headers.ContentType);
                var tags = (await client.GetObjectTaggingAsync(new() { BucketName = options.Bucket, Key = key }, Cancel)).Tagging;
                Assert.Equal([("format", "csv"), ("society", "green-park")], tags.Select(static t => (t.Key, t.Value)).Order());
            }
        }
    }

    [Fact]
    public async Task A_link_opens_one_file_for_five_minutes_and_nothing_else()
    {
        var store = Open(await server.NewBucketAsync());
        var name = FileName.OfJob("auth0|ä b", JobId.New(TimeProvider.System), "export");   // odd user ids are escaped twice over
        await store.PutAsync(name, new MemoryStream("hello"u8.ToArray()), 10, Cancel);
        var link = await store.LinkAsync(name, "green-park-2026.csv", Cancel);
        Assert.Matches("X-Amz-Expires=(300|301)&", link!.Query);   // the signer rounds up
        using var http = new HttpClient();
        using var answer = await http.GetAsync(link, Cancel);
        Assert.Equal("hello", await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Equal(("attachment", "green-park-2026.csv"), (answer.Content.Headers.ContentDisposition!.DispositionType, answer.Content.Headers.ContentDisposition.FileName!.Trim('"')));
        var other = new UriBuilder(link) { Path = link.AbsolutePath.Replace("/export", "/upload", StringComparison.Ordinal) }.Uri;
        Assert.Equal(HttpStatusCode.Forbidden, (await http.GetAsync(other, Cancel)).StatusCode);
        Assert.Null(await store.LinkAsync(Name("none"), "x", Cancel));
        Assert.Null(await Open((await server.NewBucketAsync()) with { Redirects = false }).LinkAsync(name, "x", Cancel));
    }

    [Fact]
    public async Task A_missing_bucket_wrong_keys_and_a_server_that_is_not_there_are_told_apart()
    {
        var good = server.Options("nowhere");
        await RefusedAsync(good, "make it, or choose another --s3-bucket", setUpWrongly: true);
        await RefusedAsync(good with { Credentials = new BasicAWSCredentials("NOBODY", "x") }, "does not know the keys (InvalidAccessKeyId)", setUpWrongly: true);
        await RefusedAsync(good with { Credentials = new BasicAWSCredentials(ObjectServer.AccessKey, "x") }, "does not know the keys (SignatureDoesNotMatch)", setUpWrongly: true);
        await RefusedAsync(good with { Endpoint = new("http://127.0.0.1:1"), Retries = 0 }, "cannot be reached", setUpWrongly: false);
    }

    [Fact]
    public async Task Keys_come_from_a_file_and_a_file_without_keys_is_refused()
    {
        var options = (await server.NewBucketAsync()) with { Credentials = null };
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, $"[default]\naws_access_key_id = {ObjectServer.AccessKey}\naws_secret_access_key = {ObjectServer.SecretKey}\n", Cancel);
            await Open(options with { CredentialsFile = file }).CheckAsync(Cancel);
            await File.WriteAllTextAsync(file, "nothing", Cancel);
            Assert.Contains("cannot be read as a file of keys", Assert.Throws<StorageException>(() => Open(options with { CredentialsFile = file })).Message, StringComparison.Ordinal);
            await File.WriteAllTextAsync(file, "[other]\naws_access_key_id = x\n", Cancel);
            Assert.Contains("holds no keys", Assert.Throws<StorageException>(() => Open(options with { CredentialsFile = file })).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
        Assert.Contains("is not there", Assert.Throws<StorageException>(() => Open(options with { CredentialsFile = file })).Message, StringComparison.Ordinal);
    }

    private static async Task<byte[]> TakeAsync(Stream stream, int count)
    {
        var bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes, Cancel);
        return bytes;
    }

    private async Task RefusedAsync(S3Options options, string words, bool setUpWrongly)
    {
        var store = Open(options);
        foreach (var call in new Func<Task>[]
        {
            () => store.CheckAsync(Cancel).AsTask(), () => store.OpenAsync(Name("a"), Cancel).AsTask(), () => store.PutAsync(Name("a"), new MemoryStream([1]), 10, Cancel).AsTask(),
            () => store.PutAsync(Name("a"), new MemoryStream(new byte[Part + 1]), long.MaxValue, Cancel).AsTask(), () => store.ListAsync(Name(), null, 1, Cancel).AsTask(),
        })
        {
            var e = await Assert.ThrowsAsync<StorageException>(call);
            // The gateway of the tests answers 400 without a reason once in a while, when a connection is used again as it closes.
            for (var tries = 0; tries < 5 && e.Message.Contains("answered 400 BadRequest", StringComparison.Ordinal); tries++) e = await Assert.ThrowsAsync<StorageException>(call);
            Assert.True(e.Message.Contains(words, StringComparison.Ordinal), e.ToString());
            Assert.Equal(setUpWrongly, S3FileStore.IsSetUpWrongly(e));
        }
    }

    private S3FileStore Open(S3Options options)
    {
        var store = new S3FileStore(options, TimeProvider.System);
        stores.Add(store);
        return store;
    }

    /// <summary>Gives so many bytes, then its caller goes away.</summary>
    private sealed class EndlessStream(long given) : MemoryStream
    {
        private long left = given;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (left <= 0) throw new OperationCanceledException();
            var some = (int)Math.Min(buffer.Length, left);
            left -= some;
            return new(some);
        }
    }
}
