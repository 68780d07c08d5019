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

    private readonly Option<string?> broker = new("--mqtt-broker") { Description = "Also take telegrams from an MQTT broker elsewhere, mqtt://HOST:PORT or mqtts://HOST:PORT.", HelpName = "URL" };
    private readonly Option<string?> user = new("--mqtt-user") { Description = "User name there.", HelpName = "NAME" };
    private readonly Option<string?> password = new("--mqtt-password-file") { Description = "File with the password there.", HelpName = "FILE" };
    private readonly Option<string?> authorities = new("--mqtt-ca") { Description = "File with the certificates (PEM) that its certificate is checked against; without, those of the system.", HelpName = "FILE" };
    private readonly Option<string?> clientId = new("--mqtt-client-id") { Description = "Name of our session there; without, sluice- and this machine's name.", HelpName = "ID" };
    private readonly Option<string[]> topics = new("--mqtt-topic") { Description = "Topic there that telegrams come at, instead of sluice/gateways/+/telegrams; for example wmbus/+/telegram. May be given several times.", HelpName = "TOPIC" };
    private readonly Option<string?> share = new("--mqtt-share") { Description = "Share its messages with other servers that say the same word.", HelpName = "WORD" };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[port, tlsPort, address, plain, broker, user, password, authorities, clientId, topics, share]) command.Add(option);
    }

    /// <summary>The options with what was said.</summary>
    /// <exception cref="UsageException">One cannot be used.</exception>
    public ServerOptions Apply(ServerOptions options, ParseResult parsed) => options with { Mqtt = Broker(parsed), MqttOutside = Outside(parsed) };

    private MqttBrokerOptions? Broker(ParseResult parsed)
    {
        var (clear, tls) = (Port(parsed, port), Port(parsed, tlsPort));
        var at = parsed.GetValue(address);
        if (clear is null && tls is null)
            return at is null && (!parsed.GetValue(plain) || parsed.GetValue(broker) is not null) ? null : throw new UsageException("--mqtt-address and --mqtt-plain need --mqtt-port or --mqtt-tls-port.");
        var built = new MqttBrokerOptions { Port = clear, TlsPort = tls, AllowPlain = parsed.GetValue(plain) };
        if (at is null) return built;
        if (!IPAddress.TryParse(at, out var where)) throw new UsageException($"--mqtt-address is an address of this machine such as 192.0.2.7, 0.0.0.0 or ::, not '{at}'.");
        return built with { Address = where, TlsAddress = where };
    }

    private OutsideOptions? Outside(ParseResult parsed)
    {
        if (parsed.GetValue(broker) is not { } url)
        {
            foreach (var option in (Option[])[user, password, authorities, clientId, topics, share])
                if (parsed.GetResult(option) is not null) throw new UsageException($"{option.Name} needs --mqtt-broker URL.");
            return null;
        }
        if (!Uri.TryCreate(url, UriKind.Absolute, out var there) || there.Scheme is not (OutsideOptions.Plain or OutsideOptions.Tls) || there.Host.Length == 0 || there.PathAndQuery is not ("" or "/") || there.UserInfo.Length > 0)
            throw new UsageException($"--mqtt-broker is mqtt://HOST:PORT or mqtts://HOST:PORT, not '{url}'; name and password go to --mqtt-user and --mqtt-password-file.");
        var options = new OutsideOptions(there)
        {
            User = parsed.GetValue(user),
            Password = parsed.GetValue(password) is { } file ? PeopleArguments.ReadSecret("--mqtt-password-file", file) : null,
            Authorities = parsed.GetValue(authorities),
            AllowPlain = parsed.GetValue(plain),
            Share = parsed.GetValue(share),
        };
        if (parsed.GetValue(share) is { } word && word.AsSpan().ContainsAny('/', '+', '#')) throw new UsageException($"--mqtt-share is a word without / + #, not '{word}'.");
        if (parsed.GetValue(clientId) is { } id) options = options with { ClientId = id };
        return parsed.GetValue(topics) is { Length: > 0 } chosen ? options with { Topics = chosen } : options;
    }

    private static int? Port(ParseResult parsed, Option<int?> option) =>
        parsed.GetValue(option) is not { } number ? null : number is >= 0 and <= 65_535 ? number : throw new UsageException($"{option.Name} is a number from 0 to 65535, not {number}.");
}
