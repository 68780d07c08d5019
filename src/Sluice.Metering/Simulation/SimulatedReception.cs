namespace Sluice.Metering.Simulation;

/// <summary>One telegram of the society as the listener heard it, and what it ought to say.</summary>
/// <remarks>The simulator uses one object again and again: it is valid until the next telegram.</remarks>
public sealed class SimulatedReception
{
    private readonly byte[] buffer = new byte[WMBus.Encoders.LinkLayerEncoder.MaxLength];
    private int length;

    internal SimulatedReception(SimulatedMeter meter) => Meter = meter;

    /// <summary>Who sent it.</summary>
    public SimulatedMeter Meter { get; internal set; }

    /// <summary>When, in the society's time zone.</summary>
    public DateTimeOffset At { get; internal set; }

    /// <summary>Signal strength, dBm.</summary>
    public int RssiDbm { get; internal set; }

    /// <summary>The frame in format B with its CRCs, as it was heard.</summary>
    public ReadOnlySpan<byte> Frame => buffer.AsSpan(0, length);

    /// <summary>The telegram's access number.</summary>
    public byte AccessNumber { get; internal set; }

    /// <summary>True for a full frame, false for a compact one.</summary>
    public bool IsFull { get; internal set; }

    /// <summary>True when the stream has it broken: its values cannot be read.</summary>
    public bool IsDamaged { get; internal set; }

    /// <summary>True when the same telegram was heard just before.</summary>
    public bool IsDuplicate { get; internal set; }

    /// <summary>What the meter sent.</summary>
    public SimulatedReading Reading { get; internal set; }

    internal Span<byte> Buffer => buffer;

    internal void SetLength(int value) => length = value;
}
