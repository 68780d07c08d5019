using System.Buffers.Binary;
using Sluice.WMBus.Frames;

namespace Sluice.WMBus.Encoders;

/// <summary>The extended link layer's header: CI 8C, 8D, 8E or 8F, whichever its parts need. EN 13757-4, 13.2.</summary>
/// <param name="CommunicationControl">CC field; 20h: synchronous, one way.</param>
/// <param name="AccessNumber">Counts the telegrams, modulo 256.</param>
/// <param name="Session">Session number with the encryption bits (8D, 8F); null when the header has none.</param>
/// <param name="Receiver">Second address (8E, 8F); null when the header has none.</param>
public readonly record struct ExtendedLinkHeader(byte CommunicationControl, byte AccessNumber, SessionNumber? Session = null, MeterAddress? Receiver = null)
{
    /// <summary>Longest header, its CI included, without the payload CRC.</summary>
    internal const int MaxLength = 15;

    /// <summary>Writes CI and header, without the payload CRC.</summary>
    /// <returns>Bytes written.</returns>
    internal int Write(Span<byte> destination)
    {
        destination[0] = (byte)(0x8C + (Session is null ? 0 : 1) + (Receiver is null ? 0 : 2));
        destination[1] = CommunicationControl;
        destination[2] = AccessNumber;
        var end = 3;
        if (Receiver is { } receiver)
        {
            receiver.WriteLinkLayer(destination[end..]);
            end += 8;
        }
        if (Session is { } session)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(destination[end..], session.Raw);
            end += 4;
        }
        return end;
    }

    /// <summary>Writes the first counter block: M, A, CC without its hop and repeat bits, SN, frame number and block counter 0. EN 13757-4, 13.2.12.</summary>
    internal void WriteCounterBlock(in MeterAddress address, Span<byte> block)
    {
        block.Clear();
        address.WriteLinkLayer(block);
        block[8] = (byte)(CommunicationControl & ~0x12);
        BinaryPrimitives.WriteUInt32LittleEndian(block[9..], Session?.Raw ?? 0);
    }
}
