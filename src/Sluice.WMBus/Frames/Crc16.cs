namespace Sluice.WMBus.Frames;

/// <summary>CRC-16/EN-13757: polynomial 3D65h, initial value 0, not reflected, result inverted. EN 13757-4, 12.3.</summary>
public static class Crc16
{
    /// <summary>Table n says what a byte does to the CRC when n more bytes follow it.</summary>
    private static readonly ushort[][] Tables = MakeTables();

    /// <summary>The CRC of <paramref name="bytes"/>; 0xFFFF for none.</summary>
    public static ushort Compute(ReadOnlySpan<byte> bytes) => (ushort)(Update(0, bytes) ^ 0xFFFF);

    /// <summary>Continues a CRC that has not been inverted yet; start with 0, invert the last result.</summary>
    public static ushort Update(ushort state, ReadOnlySpan<byte> bytes)
    {
        var (t0, t1, t2, t3, t4, t5, t6, t7) = (Tables[0], Tables[1], Tables[2], Tables[3], Tables[4], Tables[5], Tables[6], Tables[7]);
        uint crc = state;
        for (; bytes.Length >= 8; bytes = bytes[8..])
            crc = (uint)(t7[(crc >> 8) ^ bytes[0]] ^ t6[(crc & 0xFF) ^ bytes[1]] ^ t5[bytes[2]] ^ t4[bytes[3]] ^ t3[bytes[4]] ^ t2[bytes[5]] ^ t1[bytes[6]] ^ t0[bytes[7]]);
        foreach (var b in bytes) crc = t0[((crc >> 8) ^ b) & 0xFF] ^ ((crc << 8) & 0xFFFF);
        return (ushort)crc;
    }

    private static ushort[][] MakeTables()
    {
        var tables = new ushort[8][];
        tables[0] = MakeTable();
        for (var n = 1; n < 8; n++)
            tables[n] = [.. tables[n - 1].Select(crc => (ushort)(tables[0][crc >> 8] ^ ((crc << 8) & 0xFFFF)))];
        return tables;
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
