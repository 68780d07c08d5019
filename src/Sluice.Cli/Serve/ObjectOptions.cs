using System.CommandLine;
using Sluice.Host;
using Sluice.Storage.Aws.Files;

namespace Sluice.Cli.Serve;

/// <summary>The options of <c>sluice serve</c> about where files are kept.</summary>
internal sealed class ObjectOptions
{
    private readonly Option<string?> bucket = new("--s3-bucket") { Description = "Keep files (exports, uploads) in this bucket, not in the data directory.", HelpName = "NAME" };
    private readonly Option<string?> endpoint = new("--s3-endpoint") { Description = "A server that speaks the protocol of S3; Amazon's own when absent.", HelpName = "URL" };
    private readonly Option<string> region = new("--s3-region") { Description = "The bucket's region.", HelpName = "REGION", DefaultValueFactory = static _ => "us-east-1" };
    private readonly Option<string?> credentials = new("--s3-credentials")
    {
        Description = "File with the keys as AWS tools write it, profile [default]. When absent: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, ~/.aws/credentials, or the machine's role.",
        HelpName = "FILE",
    };
    private readonly Option<bool> through = new("--s3-through-server") { Description = "Hand files out through this server; otherwise who may have a file is sent on to the bucket with a link of 5 minutes." };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { bucket, endpoint, region, credentials, through }) command.Add(option);
    }

    /// <exception cref="UsageException">An option cannot be used.</exception>
    public ServerOptions Set(ServerOptions options, ParseResult parsed)
    {
        if (parsed.GetValue(bucket) is not { Length: > 0 } name)
            return parsed.GetValue(endpoint) is null && parsed.GetValue(credentials) is null ? options : throw new UsageException("--s3-endpoint and --s3-credentials need --s3-bucket NAME.");
        Uri? address = null;
        if (parsed.GetValue(endpoint) is { } text && (!Uri.TryCreate(text, UriKind.Absolute, out address) || address.Scheme is not ("http" or "https")))
            throw new UsageException($"--s3-endpoint is an address such as https://objects.example.org, not '{text}'.");
        return options with
        {
            Objects = new(name) { Endpoint = address, Region = parsed.GetValue(region)!, CredentialsFile = parsed.GetValue(credentials), Redirects = !parsed.GetValue(through) },
        };
    }
}
