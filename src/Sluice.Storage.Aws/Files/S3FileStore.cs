using System.Net.Mime;
using Amazon.S3;
using Amazon.S3.Model;
using Sluice.Metering;
using Sluice.Metering.Files;
using Sluice.Metering.Readings;
using Sluice.Metering.Storage;

namespace Sluice.Storage.Aws.Files;

/// <summary>A bucket as object store. An object appears when its last byte has arrived, never before.</summary>
/// <remarks>What a crash leaves of an upload is invisible; <see cref="ForgetUploadsAsync"/> (or a lifecycle rule of the bucket) gives its room back.</remarks>
public sealed partial class S3FileStore : IFileStore, IDisposable
{
    /// <summary>How long a link into the bucket is good: made after authorisation, for one fetch.</summary>
    public static readonly TimeSpan LinkGoodFor = TimeSpan.FromMinutes(5);

    private readonly S3Options options;
    private readonly TimeProvider clock;
    private readonly AmazonS3Client client;

    /// <param name="options">Where.</param>
    /// <param name="clock">The clock.</param>
    /// <exception cref="StorageException">The file with the keys cannot be used.</exception>
    public S3FileStore(S3Options options, TimeProvider clock)
    {
        this.options = options;
        this.clock = clock;
        client = S3Clients.Make(options);
    }

    /// <summary>Asks whether the bucket is there and can be read.</summary>
    /// <exception cref="StorageException">It is not; the message says what to do.</exception>
    public async ValueTask CheckAsync(CancellationToken ct) => await AskAsync(() => client.ListObjectsV2Async(new() { BucketName = options.Bucket, MaxKeys = 1 }, ct), ct);

    /// <summary>Whether waiting will not help: somebody has to set something right.</summary>
    public static bool IsSetUpWrongly(StorageException e) => e.Fault == StorageFault.ReadOnly || e.InnerException is AmazonS3Exception { ErrorCode: "NoSuchBucket" };

    /// <summary>Gives back the room of uploads that began before a time and were never finished.</summary>
    /// <exception cref="StorageException">The store cannot do it now.</exception>
    public async ValueTask ForgetUploadsAsync(DateTimeOffset before, CancellationToken ct)
    {
        var request = new ListMultipartUploadsRequest { BucketName = options.Bucket };
        while (true)
        {
            var page = await AskAsync(() => client.ListMultipartUploadsAsync(request, ct), ct);
            foreach (var upload in (page.MultipartUploads ?? []).Where(u => u.Initiated < before.UtcDateTime))
                await AskAsync(() => client.AbortMultipartUploadAsync(new() { BucketName = options.Bucket, Key = upload.Key, UploadId = upload.UploadId }, ct), ct);
            if (page.IsTruncated != true) return;
            (request.KeyMarker, request.UploadIdMarker) = (page.NextKeyMarker, page.NextUploadIdMarker);
        }
    }

    public async ValueTask<Stream?> OpenAsync(FileName name, CancellationToken ct)
    {
        var request = new GetObjectRequest { BucketName = options.Bucket, Key = name.Text };
        return await FindAsync(() => client.GetObjectAsync(request, ct), ct) is { } response ? new S3ReadStream(client, options, request, response) : null;
    }

    public async ValueTask<bool> DeleteAsync(FileName name, CancellationToken ct)
    {
        if (await HeadAsync(name, ct) is null) return false;
        await AskAsync(() => client.DeleteObjectAsync(options.Bucket, name.Text, ct), ct);
        return true;
    }

    public async ValueTask<Page<StoredFile>> ListAsync(FileName folder, string? next, int limit, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, IFileStore.MaxPage);
        var page = await AskAsync(() => client.ListObjectsV2Async(new() { BucketName = options.Bucket, Prefix = $"{folder.Text}/", StartAfter = next, MaxKeys = limit }, ct), ct);
        List<StoredFile> files = [.. (page.S3Objects ?? []).Select(static o => new StoredFile(FileName.Listed(o.Key), o.Size ?? 0, At(o.LastModified)))];
        return new(files, page.IsTruncated == true ? files[^1].Name.Text : null);
    }

    /// <summary>Copies within the store; nothing travels through this machine.</summary>
    public async ValueTask<StoredFile?> CopyAsync(FileName from, FileName to, CancellationToken ct)
    {
        var copied = await FindAsync(() => client.CopyObjectAsync(new() { SourceBucket = options.Bucket, SourceKey = from.Text, DestinationBucket = options.Bucket, DestinationKey = to.Text }, ct), ct);
        return copied is null ? null : await KeptAsync(to, ct);
    }

    public async ValueTask<Uri?> LinkAsync(FileName name, string saveAs, CancellationToken ct)
    {
        if (!options.Redirects || await HeadAsync(name, ct) is null) return null;
        var request = new GetPreSignedUrlRequest
        {
            BucketName = options.Bucket,
            Key = name.Text,
            Expires = (clock.GetUtcNow() + LinkGoodFor).UtcDateTime,
            Protocol = options.Endpoint?.Scheme == Uri.UriSchemeHttp ? Protocol.HTTP : Protocol.HTTPS,
            ResponseHeaderOverrides = new() { ContentDisposition = new ContentDisposition { DispositionType = DispositionTypeNames.Attachment, FileName = saveAs }.ToString(), CacheControl = "private, no-store" },
        };
        return new(await client.GetPreSignedURLAsync(request));
    }

    public void Dispose() => client.Dispose();

    private static DateTimeOffset At(DateTime? time) => Timestamps.Stored(new DateTimeOffset(time?.ToUniversalTime() ?? default));

    private Task<GetObjectMetadataResponse?> HeadAsync(FileName name, CancellationToken ct) => FindAsync(() => client.GetObjectMetadataAsync(options.Bucket, name.Text, ct), ct);

    private async Task<StoredFile> KeptAsync(FileName name, CancellationToken ct) => await HeadAsync(name, ct) is { } head
        ? new(name, head.ContentLength, At(head.LastModified)) : throw new StorageException(StorageFault.Broken, $"The object '{name}' is not there right after it was kept; something else removes objects of the bucket '{options.Bucket}'.");

    /// <summary>Asks for an object.</summary>
    /// <returns>Null when there is none.</returns>
    private async Task<T?> FindAsync<T>(Func<Task<T>> call, CancellationToken ct) where T : class
    {
        try
        {
            return await call();
        }
        catch (AmazonS3Exception e) when (S3Faults.IsAbsent(e))
        {
            return null;
        }
        catch (Exception e) when (S3Faults.IsStores(e, ct))
        {
            throw S3Faults.From(e, options);
        }
    }

    private async Task<T> AskAsync<T>(Func<Task<T>> call, CancellationToken ct)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (S3Faults.IsStores(e, ct))
        {
            throw S3Faults.From(e, options);
        }
    }
}
