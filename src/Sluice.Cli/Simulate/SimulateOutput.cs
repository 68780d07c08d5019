using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using Sluice.Metering.Simulation;

namespace Sluice.Cli.Simulate;

/// <summary>Writes the stream to standard output and, beside it, what each telegram ought to say.</summary>
internal sealed class SimulateOutput : IDisposable
{
    private const int FlushAt = 1 << 16;
    private readonly Stream output = OpenStandardOutput();
    private readonly ArrayBufferWriter<byte> bytes = new(FlushAt + 4096);
    private readonly ArrayBufferWriter<byte> lines = new(FlushAt + 4096);
    private readonly Stream? expectations;
    private readonly Utf8JsonWriter json;

    /// <param name="expectations">Null: nobody wants them. Disposed with this object.</param>
    public SimulateOutput(Stream? expectations)
    {
        this.expectations = expectations;
        json = new(lines, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    /// <summary>Writes until a limit is reached, the listener's end comes, or somebody interrupts.</summary>
    /// <exception cref="IOException">Nobody reads any more, or the disk is full.</exception>
    public void Run(ReaderStream stream, long limit, DateTimeOffset until, CancellationToken ct)
    {
        for (long count = 0; count < limit && !ct.IsCancellationRequested; count++)
        {
            if (stream.TryWriteNext(bytes, until) is not { } reception) break;
            if (expectations is not null) Expect(reception);
            if (bytes.WrittenCount >= FlushAt || lines.WrittenCount >= FlushAt) Flush();
        }
        Flush();
        output.Flush();
        expectations?.Flush();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        json.Dispose();
        output.Dispose();
        expectations?.Dispose();
    }

    private void Expect(SimulatedReception reception)
    {
        ExpectedReadingJson.Write(json, reception);
        json.Flush();
        json.Reset();
        lines.Write("\n"u8);
    }

    private void Flush()
    {
        output.Write(bytes.WrittenSpan);
        bytes.ResetWrittenCount();
        expectations?.Write(lines.WrittenSpan);
        lines.ResetWrittenCount();
    }

    // The console's own stream swallows a broken pipe, and a simulation of a million telegrams would go on for nobody.
    [SuppressMessage("Reliability", "CA2000", Justification = "Standard output is the process's, not ours to close.")]
    private static Stream OpenStandardOutput() =>
        OperatingSystem.IsWindows() ? Console.OpenStandardOutput() : new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, 0);
}
