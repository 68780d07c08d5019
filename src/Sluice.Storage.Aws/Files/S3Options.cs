using Amazon.Runtime;

namespace Sluice.Storage.Aws.Files;

/// <summary>Where objects are kept.</summary>
/// <param name="Bucket">The bucket; it is there already.</param>
public sealed record S3Options(string Bucket)
{
    /// <summary>A server that speaks the protocol of S3; null: Amazon's own.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>The region.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>File with the keys, as AWS tools write it (profile <c>default</c>); null: from the environment, the user's own such file, or the machine's role.</summary>
    public string? CredentialsFile { get; init; }

    /// <summary>True: who fetches a file is sent on to the object store. False: the file goes through this server.</summary>
    public bool Redirects { get; init; } = true;

    /// <summary>How long one request may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a request is sent again before the store counts as out of order.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>The keys; null: found in the usual places. For tests.</summary>
    internal AWSCredentials? Credentials { get; init; }
}
