using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Sockets;

namespace Sluice.Cli.Sources;

/// <summary>A gateway, a serial server (ser2net) or <c>nc -l</c> that sends a reader's bytes over TCP.</summary>
public sealed class TcpSource(string host, int port, Action<string> tell, TimeProvider time) : LiveSource(host.Contains(':', StringComparison.Ordinal) ? $"tcp://[{host}]:{port}" : $"tcp://{host}:{port}", tell, time)
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Reads <c>tcp://host:port</c>; an IPv6 address stands in brackets.</summary>
    /// <exception cref="SourceException">Host or port is missing or bad.</exception>
    public static TcpSource Parse(string text, Action<string> tell, TimeProvider time)
    {
        var rest = text["tcp://".Length..].TrimEnd('/');
        var colon = rest.LastIndexOf(':');
        var host = colon > 0 ? rest[..colon].Trim('[', ']') : "";
        if (host.Length == 0 || !int.TryParse(rest[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65_535)
        {
            throw new SourceException($"'{text}' is no TCP source: write tcp://host:port, the port from 1 to 65535.");
        }
        return new(host, port, tell, time);
    }

    /// <inheritdoc/>
    [SuppressMessage("Reliability", "CA2000", Justification = "The stream handed back owns the socket; one that did not connect is disposed.")]
    protected override async ValueTask<Stream> OpenAsync(CancellationToken ct)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(ConnectTimeout);
        try
        {
            await socket.ConnectAsync(host, port, patience.Token);
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true); // a gateway that lost power says no goodbye
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 60);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new SourceException(e.SocketErrorCode switch
            {
                SocketError.ConnectionRefused => $"{Where}: connection refused. Is the gateway running, and is the port right?",
                SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => $"{Where}: there is no host of this name. Check the spelling and the name server.",
                SocketError.TimedOut or SocketError.HostUnreachable or SocketError.NetworkUnreachable =>
                    $"{Where}: no answer. Check the address, the cable and the firewall.",
                _ => $"{Where}: cannot connect: {e.Message}.",
            }, e);
        }
        catch (OperationCanceledException e)
        {
            socket.Dispose();
            if (ct.IsCancellationRequested) throw;
            throw new SourceException($"{Where}: no answer in {ConnectTimeout.TotalSeconds:0} s. Check the address, the cable and the firewall.", e);
        }
    }
}
