using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;

namespace Sluice.Host.Http;

/// <summary>Lets requests to addresses that others chose out to the internet only: never to this machine, its networks, or a cloud's metadata. Checked when connecting, on the address the name led to just then.</summary>
/// <param name="allowed">Networks allowed all the same.</param>
/// <param name="resolve">Looks a name up; null: the system does.</param>
internal sealed class AddressGuard(IReadOnlyList<IPNetwork> allowed, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
{
    /// <summary>IPv4 that is no public unicast: the IANA special-purpose registry, multicast, and what is reserved.</summary>
    private static readonly IPNetwork[] Special4 =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        }.Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");

    /// <summary>IPv6 within the global block that leads elsewhere: Teredo and the protocol block, documentation, 6to4, segment routing.</summary>
    private static readonly IPNetwork[] Special6 = [.. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20" }.Select(IPNetwork.Parse)];

    /// <summary>True when requests may go there.</summary>
    public bool Allows(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (allowed.Any(network => network.Contains(address))) return true;
        return address.AddressFamily == AddressFamily.InterNetwork
            ? !Special4.Any(network => network.Contains(address))
            : Global6.Contains(address) && !Special6.Any(network => network.Contains(address));
    }

    /// <summary>Opens a connection for a <see cref="SocketsHttpHandler"/>.</summary>
    /// <exception cref="AddressRefusedException">The name leads nowhere else than where nothing may go.</exception>
    [SuppressMessage("Reliability", "CA2000", Justification = "The stream owns the socket.")]
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var host = context.DnsEndPoint.Host;
        var found = IPAddress.TryParse(host, out var literal) ? [literal] : await (resolve ?? Dns.GetHostAddressesAsync)(host, ct);
        if (found.Length == 0) throw new SocketException((int)SocketError.HostNotFound);
        var good = found.Where(Allows).ToArray();
        if (good.Length == 0) throw new AddressRefusedException($"{host} leads to {found[0]}, a network that is not allowed.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(good, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>A request was about to go where nothing may go.</summary>
internal sealed class AddressRefusedException(string message) : IOException(message);
