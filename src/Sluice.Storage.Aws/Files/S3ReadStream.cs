using Amazon.S3;
using Amazon.S3.Model;

namespace Sluice.Storage.Aws.Files;

/// <summary>An object being read. Going to another place of it asks for the rest from there, of the same content.</summary>
internal sealed class S3ReadStream(AmazonS3Client client, S3Options options, GetObjectRequest request, GetObjectResponse first) : Stream
{
    private readonly long length = first.ContentLength;
    private readonly string version = first.VersionId;
    private readonly string tag = first.ETag;
    private GetObjectResponse? response = first;
    private long position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            if (value == position) return;
            response?.Dispose();
            (response, position) = (null, value);
        }
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => position + offset,
        _ => length + offset,
    };

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (position >= length || buffer.Length == 0) return 0;
        try
        {
            response ??= await client.GetObjectAsync(Rest(), cancellationToken);
            var read = await response.ResponseStream.ReadAsync(buffer, cancellationToken);
            if (read == 0) throw new IOException($"The object ended after {position} of {length} bytes.");
            position += read;
            return read;
        }
        catch (Exception e) when (S3Faults.IsStores(e, cancellationToken))
        {
            throw S3Faults.From(e, options);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>For readers that know no other way (ZIP archives).</summary>
    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Flush()
    {
        // Nothing is written.
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) response?.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>From the position on: the version that was opened, where the bucket keeps versions; otherwise a replaced object is refused.</summary>
    private GetObjectRequest Rest() => new()
    {
        BucketName = request.BucketName,
        Key = request.Key,
        VersionId = version,
        EtagToMatch = version is null ? tag : null,
        ByteRange = new(position, length - 1),
    };
}
