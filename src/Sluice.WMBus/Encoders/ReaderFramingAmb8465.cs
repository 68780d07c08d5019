using System.Buffers;

namespace Sluice.WMBus.Encoders;

/// <summary>Command mode of the AMB8465 (Metis-I): FF 03, length, telegram from the C field without CRCs, RSSI, checksum.</summary>
/// <remarks>The length counts the RSSI byte; the checksum is the exclusive or of everything before it.</remarks>
public sealed class ReaderFramingAmb8465 : ReaderFraming
{
    /// <inheritdoc/>
    public override bool IsText => false;

    /// <inheritdoc/>
    public override void Write(in RadioReception reception, IBufferWriter<byte> output)
    {
        Span<byte> telegram = stackalloc byte[256];
        var length = reception.CopyStripped(telegram);
        if (length > 255) throw new ArgumentException("A telegram of more than 254 bytes after L does not fit this reader's frame.", nameof(reception));
        var record = output.GetSpan(300);
        record[0] = 0xFF;
        record[1] = 0x03;
        record[2] = (byte)length; // The telegram without L, plus RSSI.
        telegram[1..length].CopyTo(record[3..]);
        var end = length + 2;
        record[end++] = (byte)(Math.Clamp((reception.RssiDbm + 74) * 2, -128, 127) & 0xFF);
        byte checksum = 0;
        foreach (var b in record[..end]) checksum ^= b;
        record[end++] = checksum;
        output.Advance(end);
    }
}
