using System.Buffers.Binary;
using Sluice.WMBus.Frames;

namespace Sluice.WMBus.Encoders;

/// <summary>Short (CI 7A) or long (CI 72) header of the transport layer. EN 13757-7, 7.4.</summary>
/// <param name="AccessNumber">Counts the telegrams, modulo 256; part of the mode 5 initialisation vector.</param>
/// <param name="Status">Status byte of the meter.</param>
/// <param name="Meter">The meter's address: makes the header a long one. Null: short, the link layer's address is the meter's.</param>
/// <param name="ConfigurationBits">Bits of the configuration field besides mode and number of encrypted blocks, which the encoder fills in.</param>
public readonly record struct TransportHeader(byte AccessNumber, byte Status = 0, MeterAddress? Meter = null, ushort ConfigurationBits = 0)
{
    /// <summary>Writes CI, header and configuration field.</summary>
    /// <param name="mode">Security mode, 0 to 31.</param>
    /// <param name="encryptedBlocks">Blocks of 16 encrypted bytes, 0 to 15.</param>
    /// <returns>Bytes written: 5 or 13.</returns>
    internal int Write(int mode, int encryptedBlocks, Span<byte> destination)
    {
        var end = 1;
        destination[0] = (byte)(Meter is null ? 0x7A : 0x72);
        if (Meter is { } meter)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(destination[1..], meter.Serial);
            BinaryPrimitives.WriteUInt16LittleEndian(destination[5..], meter.Manufacturer.Code);
            destination[7] = meter.Version;
            destination[8] = meter.DeviceType;
            end = 9;
        }
        destination[end] = AccessNumber;
        destination[end + 1] = Status;
        BinaryPrimitives.WriteUInt16LittleEndian(destination[(end + 2)..], (ushort)(ConfigurationBits | (mode << 8) | (encryptedBlocks << 4)));
        return end + 4;
    }
}
