using System.CommandLine;
using System.Net;
using Sluice.Host;

namespace Sluice.Cli.Serve;

/// <summary>The options of <c>sluice serve</c> about webhooks.</summary>
internal sealed class WebhookArguments
{
    private readonly Option<string[]> networks = new("--webhook-network") { Description = "Network of yours that webhooks may reach, for example 10.0.0.0/24; without it they go to the internet only.", HelpName = "NETWORK" };
    private readonly Option<bool> http = new("--webhook-http") { Description = "Let webhooks go to http:// addresses, too." };

    public void AddTo(Command command)
    {
        command.Add(networks);
        command.Add(http);
    }

    /// <exception cref="UsageException">An option cannot be used.</exception>
    public ServerOptions Set(ServerOptions options, ParseResult parsed) => options with
    {
        Webhooks = new() { Networks = [.. (parsed.GetValue(networks) ?? []).Select(Network)], AllowHttp = parsed.GetValue(http) },
    };

    private static IPNetwork Network(string text)
    {
        if (IPNetwork.TryParse(text, out var network)) return network;
        return IPAddress.TryParse(text, out var one) ? new(one, one.GetAddressBytes().Length * 8) : throw new UsageException($"--webhook-network: '{text}' is no network, such as 10.0.0.0/24 or 10.0.0.5.");
    }
}
