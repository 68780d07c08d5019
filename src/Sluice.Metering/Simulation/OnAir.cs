using System.Buffers;
using System.Runtime.CompilerServices;
using Sluice.WMBus.Encoders;

namespace Sluice.Metering.Simulation;

/// <summary>A simulated society in real time, heard through a VW1871: what its Bluetooth notifications bring.</summary>
public static class OnAir
{
    /// <summary>Longest notification in bytes, as the reader negotiates it.</summary>
    public const int NotificationLength = 244;

    /// <summary>Sends telegrams at their time until cancelled.</summary>
    /// <param name="options">Its start is replaced by the clock's time; its offset stays.</param>
    /// <param name="clock">Drives the time.</param>
    /// <returns>Slices of the stream, each at most <see cref="NotificationLength"/> bytes and the caller's to keep; boundaries mean nothing.</returns>
    public static IAsyncEnumerable<ReadOnlyMemory<byte>> ListenAsync(SimulationOptions options, TimeProvider clock, CancellationToken cancellation = default)
    {
        var simulator = new SocietySimulator(options with { Start = clock.GetUtcNow().ToOffset(options.Start.Offset) });
        return ListenAsync(simulator, clock, cancellation);
    }

    /// <summary>Sends the telegrams of a society at their time until cancelled, and disposes the society.</summary>
    /// <param name="simulator">Starts about now by <paramref name="clock"/>; telegrams of the past come at once.</param>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ListenAsync(
        SocietySimulator simulator,
        TimeProvider clock,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using (simulator)
        {
            var stream = new ReaderStream(simulator, new ReaderFramingVw1871());
            var output = new ArrayBufferWriter<byte>(1024);
            while (!cancellation.IsCancellationRequested)
            {
                var wait = simulator.NextAt - clock.GetUtcNow();
                if (wait > TimeSpan.Zero) await Task.Delay(wait, clock, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (cancellation.IsCancellationRequested) yield break;

                var now = clock.GetUtcNow();
                while (output.WrittenCount < NotificationLength && stream.TryWriteNext(output, now) is not null)
                {
                }
                for (var at = 0; at < output.WrittenCount; at += NotificationLength)
                {
                    yield return output.WrittenSpan[at..Math.Min(at + NotificationLength, output.WrittenCount)].ToArray();
                }
                output.ResetWrittenCount();
            }
        }
    }
}
