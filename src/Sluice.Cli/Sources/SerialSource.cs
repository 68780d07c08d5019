using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.IO.Ports;
using Sluice.WMBus.Receivers;

namespace Sluice.Cli.Sources;

/// <summary>A stick or hand-held at a serial port, 8 data bits, no parity, one stop bit.</summary>
public sealed class SerialSource(string port, int baud, Action<string> tell, TimeProvider time) : LiveSource(port, tell, time)
{
    /// <summary>Bits per second.</summary>
    public int Baud { get; } = baud;

    /// <summary>The baud rate a reader comes with from its maker.</summary>
    public static int DefaultBaud(ReceiverKind kind) => kind switch
    {
        ReceiverKind.Im871a => 57_600,
        ReceiverKind.Amb8465 => 9_600,
        ReceiverKind.Cul => 38_400,
        ReceiverKind.Raw => 19_200,
        _ => 115_200, // Bluetooth serial ports and USB CDC do not mind
    };

    /// <summary>Reads <c>/dev/ttyUSB0</c> or <c>/dev/ttyUSB0:9600</c>, the same with <c>COM3</c>.</summary>
    /// <exception cref="SourceException">The port's name or baud rate is bad.</exception>
    public static new SerialSource Parse(string text, ReceiverKind kind, Action<string> tell, TimeProvider time)
    {
        var colon = text.LastIndexOf(':');
        if (colon < 0) return new(Named(text, text), DefaultBaud(kind), tell, time);
        if (!int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var baud) || baud is < 300 or > 4_000_000)
        {
            throw new SourceException($"'{text}' is no serial port: behind the colon stands the baud rate, 300 to 4000000, for example /dev/ttyUSB0:57600.");
        }
        return new(Named(text[..colon], text), baud, tell, time);

        static string Named(string port, string text) =>
            port.Length > 0 ? port : throw new SourceException($"'{text}' is no serial port: write for example /dev/ttyUSB0.");
    }

    /// <inheritdoc/>
    [SuppressMessage("Reliability", "CA2000", Justification = "The stream handed back owns the port; a port that did not open is disposed.")]
    protected override ValueTask<Stream> OpenAsync(CancellationToken ct)
    {
        var serial = new SerialPort(Where, Baud, Parity.None, 8, StopBits.One) { Handshake = Handshake.None };
        try
        {
            serial.Open();
            return ValueTask.FromResult(serial.BaseStream);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException)
        {
            serial.Dispose();
            throw new SourceException(Reason(e), e);
        }
    }

    private string Reason(Exception e)
    {
        if (!OperatingSystem.IsWindows() && !File.Exists(Where))
        {
            return $"{Where}: there is no such port. Is the reader plugged in? Ports now: {Ports()}.";
        }
        if (e is UnauthorizedAccessException && e.InnerException?.Message.Contains("busy", StringComparison.OrdinalIgnoreCase) == true)
        {
            return $"{Where}: another program uses this port. End it, then try again.";
        }
        if (e is UnauthorizedAccessException)
        {
            return $"{Where}: permission denied, or in use by another program. On Linux add yourself to the dialout group: sudo usermod -aG dialout $USER, then log in again.";
        }
        return $"{Where}: cannot open this serial port: {e.Message}";
    }

    private static string Ports()
    {
        var ports = SerialPort.GetPortNames();
        return ports.Length == 0 ? "none" : string.Join(", ", ports.Order(StringComparer.Ordinal));
    }
}
