namespace Sluice.WMBus.Frames;

/// <summary>CRC-16/EN-13757: polynomial 3D65h, initial value 0, not reflected, result inverted. EN 13757-4, 12.3.</summary>
public static class Crc16
{
    private static readonly ushort[] Table = MakeTable();

    /// <summary>The CRC of <paramref name="bytes"/>; 0xFFFF for none.</summary>
    public static ushort Compute(ReadOnlySpan<byte> bytes) => (ushort)(Update(0, bytes) ^ 0xFFFF);

    /// <summary>Continues a CRC that has not been inverted yet; start with 0, invert the last result.</summary>
    public static ushort Update(ushort state, ReadOnlySpan<byte> bytes)
    {
        var table = Table;
        uint crc = state;
        foreach (var b in bytes) crc = table[((crc >> 8) ^ b) & 0xFF] ^ ((crc << 8) & 0xFFFF);
        return (ushort)crc;
    }

    private static ushort[] MakeTable()
    {
        var table = new ushort[256];
        for (var i = 0; i < 256; i++)
        {
            var crc = (uint)i << 8;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 0x8000) != 0 ? ((crc << 1) ^ 0x3D65) & 0xFFFF : (crc << 1) & 0xFFFF;
            table[i] = (ushort)crc;
        }
        return table;
    }
}
