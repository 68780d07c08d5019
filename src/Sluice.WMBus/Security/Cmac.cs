namespace Sluice.WMBus.Security;

/// <summary>AES-CMAC, RFC 4493, over one contiguous message.</summary>
internal static class Cmac
{
    /// <summary>Writes the 16-byte code of <paramref name="message"/>.</summary>
    public static void Compute(ReadOnlySpan<byte> key, ReadOnlySpan<byte> message, Span<byte> mac)
    {
        Span<byte> schedule = stackalloc byte[Aes128.ScheduleLength];
        Span<byte> subkey = stackalloc byte[16];
        Span<byte> state = stackalloc byte[16];
        Aes128.ExpandKey(key, schedule);
        subkey.Clear();
        Aes128.Encrypt(schedule, subkey, subkey);
        DoubleInField(subkey);
        state.Clear();
        while (message.Length > 16)
        {
            for (var i = 0; i < 16; i++) state[i] ^= message[i];
            Aes128.Encrypt(schedule, state, state);
            message = message[16..];
        }
        if (message.Length < 16)
        {
            DoubleInField(subkey);
            state[message.Length] ^= 0x80;
        }
        for (var i = 0; i < message.Length; i++) state[i] ^= message[i];
        for (var i = 0; i < 16; i++) state[i] ^= subkey[i];
        Aes128.Encrypt(schedule, state, mac);
    }

    private static void DoubleInField(Span<byte> block)
    {
        var carry = block[0] >> 7;
        for (var i = 0; i < 15; i++) block[i] = (byte)(((block[i] << 1) | (block[i + 1] >> 7)) & 0xFF);
        block[15] = (byte)(((block[15] << 1) ^ (carry * 0x87)) & 0xFF);
    }
}
