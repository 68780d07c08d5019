using System.Buffers;
using Amazon.S3.Model;
using Sluice.Metering.Files;
using Sluice.Metering.Storage;

namespace Sluice.Storage.Aws.Files;

public sealed partial class S3FileStore
{
    /// <summary>Bytes of a part: what is in memory of an upload. 10,000 parts make 80 GiB.</summary>
    private const int PartBytes = 8 << 20;

    public async ValueTask<StoredFile?> PutAsync(FileName name, Stream content, long maxBytes, CancellationToken ct, FileLabels? labels = null)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(PartBytes);
        try
        {
            var read = await content.ReadAtLeastAsync(buffer.AsMemory(0, PartBytes), PartBytes, throwOnEndOfStream: false, ct);
            if (read > maxBytes) return null;
            if (read == PartBytes) return await PutPartsAsync(name, content, buffer, maxBytes, labels, ct);
            using var bytes = new MemoryStream(buffer, 0, read, writable: false);
            var request = new PutObjectRequest { BucketName = options.Bucket, Key = name.Text, InputStream = bytes, AutoCloseStream = false, ContentType = labels?.MediaType, TagSet = Tags(labels) };
            await AskAsync(() => client.PutObjectAsync(request, ct), ct);
            return await KeptAsync(name, ct);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Uploads part by part; the object is there when the last call succeeds. Otherwise the parts are given back.</summary>
    private async Task<StoredFile?> PutPartsAsync(FileName name, Stream content, byte[] buffer, long maxBytes, FileLabels? labels, CancellationToken ct)
    {
        var begin = new InitiateMultipartUploadRequest { BucketName = options.Bucket, Key = name.Text, ContentType = labels?.MediaType, TagSet = Tags(labels) };
        var upload = await AskAsync(() => client.InitiateMultipartUploadAsync(begin, ct), ct);
        var kept = false;
        try
        {
            var parts = new List<PartETag>();
            long bytes = 0;
            for (var read = PartBytes; read > 0; read = await content.ReadAtLeastAsync(buffer.AsMemory(0, PartBytes), PartBytes, throwOnEndOfStream: false, ct))
            {
                if ((bytes += read) > maxBytes) return null;
                using var part = new MemoryStream(buffer, 0, read, writable: false);
                var request = new UploadPartRequest { BucketName = options.Bucket, Key = name.Text, UploadId = upload.UploadId, PartNumber = parts.Count + 1, InputStream = part, PartSize = read };
                parts.Add(new(await AskAsync(() => client.UploadPartAsync(request, ct), ct)));
                if (read < PartBytes) break;
            }
            await AskAsync(() => client.CompleteMultipartUploadAsync(new() { BucketName = options.Bucket, Key = name.Text, UploadId = upload.UploadId, PartETags = parts }, ct), ct);
            kept = true;
            if (labels is not null)   // Ceph takes the tags of an upload in parts and forgets them
                await AskAsync(() => client.PutObjectTaggingAsync(new() { BucketName = options.Bucket, Key = name.Text, Tagging = new() { TagSet = Tags(labels) } }, ct), ct);
            return await KeptAsync(name, ct);
        }
        finally
        {
            if (!kept) await GiveBackAsync(name, upload.UploadId);
        }
    }

    private async Task GiveBackAsync(FileName name, string upload)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10), clock);
        try
        {
            await AskAsync(() => client.AbortMultipartUploadAsync(new() { BucketName = options.Bucket, Key = name.Text, UploadId = upload }, patience.Token), CancellationToken.None);
        }
        catch (StorageException)
        {
            // Its parts are given back later: see ForgetUploadsAsync.
        }
    }

    private static List<Tag> Tags(FileLabels? labels) => [.. (labels?.Tags.AsEnumerable() ?? []).Select(static t => new Tag { Key = t.Key, Value = t.Value })];
}
