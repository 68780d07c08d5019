using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Sluice.WMBus.Security;

namespace Sluice.WMBus.Encoders;

/// <summary>One meter's key as its telegrams are encrypted: CTR, CBC and CMAC over the platform's AES block.</summary>
/// <remarks>
/// Deliberately shares nothing with the decoder's own AES, so that each proves the other; but for the browser, where the platform has no AES and training still wants telegrams.
/// Not thread safe.
/// </remarks>
public sealed class TelegramCipher : IDisposable
{
    private const int Block = 16;
    private readonly Aes? aes;
    private readonly byte[] schedule = [];

    /// <param name="key">16 bytes; copied.</param>
    /// <exception cref="ArgumentException">The key is not 16 bytes.</exception>
    public TelegramCipher(ReadOnlySpan<byte> key)
    {
        if (key.Length != Block) throw new ArgumentException($"A meter key has 16 bytes; this one has {key.Length}.", nameof(key));
        if (OperatingSystem.IsBrowser())
        {
            schedule = new byte[Aes128.ScheduleLength];
            Aes128.ExpandKey(key, schedule);
            return;
        }
        aes = Aes.Create();
        aes.SetKey(key);
    }

    /// <summary>Counter mode as the extended link layer uses it: the last byte of the block counts up from <paramref name="firstBlock"/>, big-endian.</summary>
    /// <param name="firstBlock">The 16 bytes of the first counter block.</param>
    /// <param name="data">Encrypted in place; at most 255 bytes.</param>
    public void EncryptCounterMode(ReadOnlySpan<byte> firstBlock, Span<byte> data)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(data.Length, 255, nameof(data));
        Span<byte> stream = stackalloc byte[256];
        var blocks = (data.Length + Block - 1) / Block;
        for (var i = 0; i < blocks; i++)
        {
            firstBlock.CopyTo(stream[(i * Block)..]);
            AddBigEndian(stream.Slice(i * Block, Block), i);
        }
        stream = stream[..(blocks * Block)];
        EncryptBlocks(stream, stream);
        for (var i = 0; i < data.Length; i++) data[i] ^= stream[i];
    }

    /// <summary>Cipher block chaining without padding.</summary>
    /// <param name="iv">16 bytes.</param>
    /// <param name="data">Encrypted in place; a multiple of 16 bytes.</param>
    /// <exception cref="PlatformNotSupportedException">In a browser.</exception>
    [SuppressMessage("Security", "CA5401", Justification = "The standard prescribes the initialisation vector.")]
    public void EncryptChained(ReadOnlySpan<byte> iv, Span<byte> data) => (aes ?? throw new PlatformNotSupportedException("Chained encryption is not there in a browser.")).EncryptCbc(data, iv, data, PaddingMode.None);

    /// <summary>AES-CMAC, RFC 4493.</summary>
    /// <param name="message">Any length, also none.</param>
    /// <param name="mac">Gets 16 bytes.</param>
    public void ComputeMac(ReadOnlySpan<byte> message, Span<byte> mac)
    {
        Span<byte> subkey = stackalloc byte[Block];
        Span<byte> state = stackalloc byte[Block];
        EncryptBlocks(state, subkey);
        Double(subkey);
        while (message.Length > Block)
        {
            for (var i = 0; i < Block; i++) state[i] ^= message[i];
            EncryptBlocks(state, state);
            message = message[Block..];
        }
        if (message.Length < Block)
        {
            Double(subkey);
            state[message.Length] ^= 0x80;
        }
        for (var i = 0; i < message.Length; i++) state[i] ^= message[i];
        for (var i = 0; i < Block; i++) state[i] ^= subkey[i];
        EncryptBlocks(state, mac[..Block]);
    }

    /// <inheritdoc/>
    public void Dispose() => aes?.Dispose();

    [SuppressMessage("Security", "CA5358", Justification = "The single block is the primitive the modes above are made of.")]
    private void EncryptBlocks(ReadOnlySpan<byte> input, Span<byte> output)
    {
        if (aes is not null) aes.EncryptEcb(input, output, PaddingMode.None);
        else for (var at = 0; at < input.Length; at += Block) Aes128.Encrypt(schedule, input.Slice(at, Block), output.Slice(at, Block));
    }

    private static void AddBigEndian(Span<byte> counter, int value)
    {
        for (var i = Block - 1; value > 0 && i >= 0; i--)
        {
            value += counter[i];
            counter[i] = (byte)(value & 0xFF);
            value >>= 8;
        }
    }

    /// <summary>Multiplies by x in GF(2^128), RFC 4493, 2.3.</summary>
    private static void Double(Span<byte> block)
    {
        var carry = block[0] >> 7;
        for (var i = 0; i < Block - 1; i++) block[i] = (byte)(((block[i] << 1) | (block[i + 1] >> 7)) & 0xFF);
        block[Block - 1] = (byte)(((block[Block - 1] << 1) & 0xFF) ^ (carry * 0x87));
    }
}
