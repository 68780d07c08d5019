using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Sluice.Metering.Storage;

namespace Sluice.Storage.Aws.Files;

/// <summary>What the object store answers as storage faults with something to do about them.</summary>
internal static class S3Faults
{
    /// <summary>Whether an exception is the store's, or its network's.</summary>
    public static bool IsStores(Exception e, CancellationToken ct) => e is not StorageException
        && (e is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or TimeoutException || e is OperationCanceledException && !ct.IsCancellationRequested);

    /// <summary>Whether there is no such object.</summary>
    public static bool IsAbsent(AmazonS3Exception e) => e.StatusCode == HttpStatusCode.NotFound && e.ErrorCode != "NoSuchBucket";

    public static StorageException From(Exception e, S3Options options)
    {
        var where = options.Endpoint is { } endpoint ? $"The bucket '{options.Bucket}' at {endpoint.GetLeftPart(UriPartial.Authority)}" : $"The bucket '{options.Bucket}'";
        return e switch
        {
            AmazonS3Exception { ErrorCode: "NoSuchBucket" } => new(StorageFault.Broken, $"{where} is not there; make it, or choose another --s3-bucket.", e),
            AmazonS3Exception { ErrorCode: "QuotaExceeded" or "EntityTooLarge" or "XMinioStorageFull" } => new(StorageFault.Full, $"{where} is full: its quota is used up; remove some objects, or raise the quota.", e),
            AmazonS3Exception { ErrorCode: "InvalidAccessKeyId" or "SignatureDoesNotMatch" or "ExpiredToken" or "InvalidToken" } s3 =>
                new(StorageFault.ReadOnly, $"{where} does not know the keys ({s3.ErrorCode}); check them.", e),
            AmazonS3Exception { ErrorCode: "RequestTimeTooSkewed" } => new(StorageFault.Broken, $"{where} says this machine's clock is wrong; set it.", e),
            AmazonS3Exception { StatusCode: HttpStatusCode.Forbidden } s3 => new(StorageFault.ReadOnly, $"{where} refuses this ({s3.ErrorCode}); the keys need the right to list, read, write, tag and delete its objects.", e),
            AmazonS3Exception s3 => new(StorageFault.Broken, $"{where} answered {(int)s3.StatusCode} {s3.ErrorCode}; see whether it is in order.", e),
            OperationCanceledException or TimeoutException => new(StorageFault.Broken, $"{where} did not answer within {options.Timeout.TotalSeconds:0} s; see whether it is in order.", e),
            AmazonClientException when e.InnerException is null && e.Message.Contains("credentials", StringComparison.OrdinalIgnoreCase) => new(StorageFault.ReadOnly,
                $"No keys for the bucket '{options.Bucket}': set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a file with --s3-credentials.", e),
            _ => new(StorageFault.Broken, $"{where} cannot be reached: {(e.InnerException ?? e).Message}", e),
        };
    }
}
