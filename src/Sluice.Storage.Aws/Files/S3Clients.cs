using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.S3;
using Sluice.Metering.Storage;

namespace Sluice.Storage.Aws.Files;

/// <summary>Clients of S3 and of servers that speak like it.</summary>
internal static class S3Clients
{
    private const string Profile = "default";

    /// <exception cref="StorageException">The file with the keys cannot be used.</exception>
    public static AmazonS3Client Make(S3Options options)
    {
        var config = new AmazonS3Config
        {
            AuthenticationRegion = options.Region,
            Timeout = options.Timeout,
            MaxErrorRetry = options.Retries,
            RetryMode = RequestRetryMode.Standard,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,   // other servers than Amazon's do not know the newer checksums
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (options.Endpoint is { } endpoint)
        {
            config.ServiceURL = endpoint.AbsoluteUri;
            config.ForcePathStyle = true;   // bucket.host needs a name server that knows it
        }
        else
        {
            config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(options.Region);
        }
        var credentials = options.Credentials ?? (options.CredentialsFile is { } file ? Read(file) : null);
        return credentials is null ? new(config) : new(credentials, config);
    }

    private static AWSCredentials Read(string file)
    {
        try
        {
            if (!File.Exists(file)) throw new StorageException(StorageFault.ReadOnly, $"'{file}' is not there; --s3-credentials names a file with the keys of the object store.");
            if (new SharedCredentialsFile(file).TryGetProfile(Profile, out var profile)) return profile.GetAWSCredentials(null);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException and not StorageException or AmazonClientException or InvalidDataException or ArgumentException)
        {
            throw new StorageException(StorageFault.ReadOnly, $"'{file}' cannot be read as a file of keys: {e.Message}", e);
        }
        throw new StorageException(StorageFault.ReadOnly, $"'{file}' holds no keys; it needs the lines [{Profile}], aws_access_key_id = … and aws_secret_access_key = ….");
    }
}
