using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using MQTTnet.Adapter;
using MQTTnet.Formatter;
using MQTTnet.Packets;

namespace Sluice.Host.Mqtt;

/// <summary>One client of the built-in broker: packets over a connection of the web server. Nothing is allocated because somebody says that much will come.</summary>
/// <remarks>One reader at a time; writers wait for each other.</remarks>
internal sealed class BrokerConnection : IMqttChannelAdapter
{
    /// <summary>The largest packet before somebody has proved who they are: a CONNECT with a will.</summary>
    public const int MaxFirstPacket = 8 * 1024;

    /// <summary>Packets beyond the largest message are read to their end up to this size, to answer them; larger ones end the connection.</summary>
    public const int MaxSkipped = 16 << 20;

    private const int HourSeconds = 3_600;

    private static long lastNumber;

    private readonly ConnectionContext connection;
    private readonly int maxMessage;
    private readonly LargeMessages large;
    private readonly SemaphoreSlim writing = new(1, 1);
    private readonly long number = Interlocked.Increment(ref lastNumber);
    private bool holdsLarge, hasConnected;
    private long bytesReceived, bytesSent;

    public BrokerConnection(ConnectionContext connection, int maxMessage, LargeMessages large)
    {
        this.connection = connection;
        this.maxMessage = maxMessage;
        this.large = large;
        PacketFormatterAdapter = new(new MqttBufferWriter(1024, 64 * 1024));
    }

    public X509Certificate2? ClientCertificate => null;

    public long BytesReceived => Interlocked.Read(ref bytesReceived);

    public long BytesSent => Interlocked.Read(ref bytesSent);

    public EndPoint? RemoteEndPoint => connection.RemoteEndPoint;

    public EndPoint? LocalEndPoint => connection.LocalEndPoint;

    public bool IsSecureConnection => connection.Features.Get<ITlsHandshakeFeature>() is not null;

    public MqttPacketFormatterAdapter PacketFormatterAdapter { get; }

    /// <summary>Length of the message handed over last when it was too large and is empty therefore; 0 for all others.</summary>
    public int TooLarge { get; private set; }

    /// <summary>True once somebody has proved who they are.</summary>
    public bool IsTrusted { get; set; }

    public Task ConnectAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task DisconnectAsync(CancellationToken cancellationToken)
    {
        connection.Transport.Input.CancelPendingRead();
        return Task.CompletedTask;
    }

    public async Task<MqttPacket?> ReceivePacketAsync(CancellationToken cancellationToken)
    {
        ReleaseLarge();
        var input = connection.Transport.Input;
        try
        {
            while (true)
            {
                var read = await input.ReadAsync(cancellationToken);
                if (read.IsCanceled || (!hasConnected && !read.Buffer.IsEmpty && read.Buffer.FirstSpan[0] != PacketHeader.Connect)) return null;
                if (PacketHeader.TryRead(read.Buffer, out var header))
                {
                    if (header.Body > MaxSkipped || (!IsTrusted && header.Body > MaxFirstPacket)) return null;
                    if (header.Body > maxMessage) return await SkipAsync(input, read, header, cancellationToken);
                    if (header.Body > LargeMessages.From && !holdsLarge && read.Buffer.Length < header.Total)
                    {
                        await large.EnterAsync(cancellationToken);   // so many of them are in memory at a time
                        holdsLarge = true;
                    }
                    if (read.Buffer.Length >= header.Total)
                    {
                        var body = read.Buffer.Slice(header.Length, header.Body).ToArray();
                        input.AdvanceTo(read.Buffer.GetPosition(header.Total));
                        return Decode(header, body);
                    }
                }
                else if (read.Buffer.Length >= PacketHeader.MaxLength) return null;   // no length of MQTT
                input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                if (read.IsCompleted) return null;
            }
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or OperationCanceledException)
        {
            return null;   // the connection is gone
        }
    }

    public async Task SendPacketAsync(MqttPacket packet, CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken);
        try
        {
            var encoded = PacketFormatterAdapter.Encode(packet);
            var output = connection.Transport.Output;
            output.Write(encoded.Packet.AsSpan());
            foreach (var piece in encoded.Payload) output.Write(piece.Span);
            Interlocked.Add(ref bytesSent, encoded.Length);
            PacketFormatterAdapter.Cleanup();
            await output.FlushAsync(cancellationToken);
        }
        finally
        {
            writing.Release();
        }
    }

    public void ResetStatistics()
    {
        Interlocked.Exchange(ref bytesReceived, 0);
        Interlocked.Exchange(ref bytesSent, 0);
    }

    public void Dispose()
    {
        ReleaseLarge();
        writing.Dispose();
    }

    private MqttPacket? Decode(in PacketHeader header, byte[] body)
    {
        TooLarge = 0;
        Interlocked.Add(ref bytesReceived, header.Total);
        var received = new ReceivedMqttPacket(header.First, body, header.Total);
        if (!hasConnected) PacketFormatterAdapter.DetectProtocolVersion(received);
        var packet = PacketFormatterAdapter.Decode(received);
        if (packet is MqttConnectPacket connect)
        {
            if (hasConnected) return null;   // MQTT 3.1.1, 3.1: a second CONNECT is a protocol violation
            hasConnected = true;
            Bind(connect);
        }
        return packet;
    }

    /// <summary>Sessions belong to users: whoever takes another one's client id meets a session of their own.</summary>
    private void Bind(MqttConnectPacket connect)
    {
        connect.ClientId = string.IsNullOrEmpty(connect.ClientId) ? $"{connect.Username}/#{number}" : $"{connect.Username}/{connect.ClientId}";
        (connect.CleanSession, connect.SessionExpiryInterval) = (true, 0);   // sessions end with their connection: nothing piles up for who does not come back
        if (connect.KeepAlivePeriod is 0 or > HourSeconds) connect.KeepAlivePeriod = HourSeconds;   // who is dead is noticed
    }

    /// <summary>Reads a message that is too large to its end, keeps what is needed to answer it.</summary>
    private async Task<MqttPacket?> SkipAsync(PipeReader input, ReadResult read, PacketHeader header, CancellationToken cancellationToken)
    {
        byte[]? start = null;
        long left = header.Body;
        input.AdvanceTo(read.Buffer.GetPosition(header.Length));
        while (left > 0)
        {
            read = await input.ReadAsync(cancellationToken);
            if (read.IsCanceled || (read.IsCompleted && read.Buffer.Length < left)) return null;
            if (start is null)
            {
                if (read.Buffer.Length < Math.Min(PacketHeader.MaxStart, left))
                {
                    input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                    continue;
                }
                start = header.IsPublish ? header.Emptied(read.Buffer, PacketFormatterAdapter.ProtocolVersion == MqttProtocolVersion.V500) : [];
            }
            var now = Math.Min(left, read.Buffer.Length);
            left -= now;
            input.AdvanceTo(read.Buffer.GetPosition(now));
        }
        if (start is not { Length: > 0 }) return null;
        var packet = Decode(header, start);
        TooLarge = header.Body;
        return packet;
    }

    private void ReleaseLarge()
    {
        if (!holdsLarge) return;
        holdsLarge = false;
        large.Leave();
    }
}
