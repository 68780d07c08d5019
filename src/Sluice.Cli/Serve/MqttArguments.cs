using System.CommandLine;
using System.Net;
using Sluice.Host;
using Sluice.Host.Mqtt;

namespace Sluice.Cli.Serve;

/// <summary>The options of <c>sluice serve</c> about MQTT.</summary>
internal sealed class MqttArguments
{
    private readonly Option<int?> port = new("--mqtt-port") { Description = "Run the built-in MQTT broker at this port of this machine, usually 1883; gateways publish to it. Port 0 takes a free one.", HelpName = "PORT" };
    private readonly Option<int?> tlsPort = new("--mqtt-tls-port") { Description = "The same over TLS with the server's certificate, for gateways elsewhere, usually 8883.", HelpName = "PORT" };
    private readonly Option<string?> address = new("--mqtt-address") { Description = "Where the broker listens: 127.0.0.1 in the clear, every address over TLS.", HelpName = "ADDRESS" };
    private readonly Option<bool> plain = new("--mqtt-plain") { Description = "Let gateways elsewhere connect without TLS: their passwords cross the network in the clear." };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[port, tlsPort, address, plain]) command.Add(option);
    }

    /// <summary>The options with what was said.</summary>
    /// <exception cref="UsageException">One cannot be used.</exception>
    public ServerOptions Apply(ServerOptions options, ParseResult parsed) => options with { Mqtt = Broker(parsed) };

    private MqttBrokerOptions? Broker(ParseResult parsed)
    {
        var (clear, tls) = (Port(parsed, port), Port(parsed, tlsPort));
        var at = parsed.GetValue(address);
        if (clear is null && tls is null)
            return at is null && !parsed.GetValue(plain) ? null : throw new UsageException("--mqtt-address and --mqtt-plain need --mqtt-port or --mqtt-tls-port.");
        var broker = new MqttBrokerOptions { Port = clear, TlsPort = tls, AllowPlain = parsed.GetValue(plain) };
        if (at is null) return broker;
        if (!IPAddress.TryParse(at, out var where)) throw new UsageException($"--mqtt-address is an address of this machine such as 192.0.2.7, 0.0.0.0 or ::, not '{at}'.");
        return broker with { Address = where, TlsAddress = where };
    }

    private static int? Port(ParseResult parsed, Option<int?> option) =>
        parsed.GetValue(option) is not { } number ? null : number is >= 0 and <= 65_535 ? number : throw new UsageException($"{option.Name} is a number from 0 to 65535, not {number}.");
}
