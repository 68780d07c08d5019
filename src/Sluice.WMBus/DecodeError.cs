namespace Sluice.WMBus;

/// <summary>One reason why bytes did not decode: what, in which layer, at which byte.</summary>
/// <param name="Code">The stable code.</param>
/// <param name="Layer">The layer that found it.</param>
/// <param name="Offset">Byte offset in the telegram (CRC bytes of the link layer removed), 0 or more.</param>
/// <param name="Message">One English sentence for people; never contains keys or payload.</param>
public readonly record struct DecodeError(DecodeErrorCode Code, Layer Layer, int Offset, string Message)
{
    /// <summary>True for a default value: nothing went wrong.</summary>
    public bool IsNone => Code == DecodeErrorCode.None;

    /// <inheritdoc/>
    public override string ToString() => IsNone ? "none" : $"{Code} in the {Layer} layer at byte {Offset}: {Message}";
}
