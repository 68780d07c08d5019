using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Sluice.WMBus.Receivers;

namespace Sluice.Cli.Sources;

/// <summary>A reader that is connected now: a serial port or a TCP connection. Opens it, and opens it again when it is lost.</summary>
/// <param name="where">What it is called in messages.</param>
/// <param name="tell">Takes one line for standard error at a time, such as "connection lost".</param>
/// <param name="time">The clock that paces new attempts.</param>
public abstract class LiveSource(string where, Action<string> tell, TimeProvider time)
{
    private const int BufferLength = 16_384;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>What the source is called in messages, for example <c>tcp://gateway:4001</c>.</summary>
    public string Where { get; } = where;

    /// <summary>Makes the source a text names: <c>/dev/ttyUSB0</c>, <c>/dev/ttyUSB0:9600</c>, <c>COM3</c> or <c>tcp://host:port</c>.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="kind">The reader behind it: decides the baud rate when the text does not.</param>
    /// <exception cref="SourceException">The text names no source.</exception>
    public static LiveSource Parse(string text, ReceiverKind kind, Action<string> tell, TimeProvider time)
    {
        if (text.StartsWith("tcp://", StringComparison.OrdinalIgnoreCase)) return TcpSource.Parse(text, tell, time);
        if (text.Contains("://", StringComparison.Ordinal)) throw new SourceException($"'{text}' is no source: use a serial port such as /dev/ttyUSB0, or tcp://host:port.");
        return SerialSource.Parse(text, kind, tell, time);
    }

    /// <summary>The bytes as they arrive, until cancelled. An empty piece says that the connection was lost and is there again: what was incomplete stays so.</summary>
    /// <remarks>A piece is only good until the next one is asked for. Cancelling ends the sequence without an exception.</remarks>
    /// <exception cref="SourceException">The source cannot be opened at the first attempt.</exception>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var buffer = new byte[BufferLength];
        var pause = FirstPause;
        var opened = false;
        while (!ct.IsCancellationRequested)
        {
            Stream? stream = null;
            try
            {
                stream = await OpenAsync(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                yield break;
            }
            catch (SourceException e) when (opened)
            {
                tell($"{e.Message} Next attempt in {pause.TotalSeconds:0} s.");
            }
            if (stream is not null)
            {
                await using (stream)
                {
                    // Disposing is what wakes a serial port that waits for bytes.
                    await using var wake = ct.Register(static s => ((Stream)s!).Dispose(), stream);
                    if (opened)
                    {
                        tell($"{Where}: connected again.");
                        yield return ReadOnlyMemory<byte>.Empty;
                    }
                    opened = true;
                    while (await ReadAsync(stream, buffer, ct) is > 0 and var length)
                    {
                        pause = FirstPause;
                        yield return buffer.AsMemory(0, length);
                    }
                }
                if (ct.IsCancellationRequested) yield break;
                tell($"{Where}: connection lost. Next attempt in {pause.TotalSeconds:0} s.");
            }
            try
            {
                await Task.Delay(pause, time, ct);
            }
            catch (OperationCanceledException)
            {
                yield break;
            }
            pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, 2 * pause.Ticks));
        }
    }

    /// <summary>Feeds a receiver until cancelled, then lets it hand over what it still has.</summary>
    /// <exception cref="SourceException">The source cannot be opened at the first attempt.</exception>
    public async Task ReceiveAsync(StreamReceiver receiver, Action<ReceivedTelegram> sink, CancellationToken ct)
    {
        await foreach (var piece in ReadAsync(ct))
        {
            if (piece.IsEmpty) receiver.Complete(sink);
            else receiver.Push(piece.Span, sink);
        }
        receiver.Complete(sink);
    }

    /// <summary>Opens the port or connection.</summary>
    /// <exception cref="SourceException">It cannot be opened; the message says why and what to do.</exception>
    protected abstract ValueTask<Stream> OpenAsync(CancellationToken ct);

    /// <summary>0 when the connection is lost or the reading is cancelled.</summary>
    private static async ValueTask<int> ReadAsync(Stream stream, Memory<byte> buffer, CancellationToken ct)
    {
        try
        {
            return await stream.ReadAsync(buffer, ct);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
