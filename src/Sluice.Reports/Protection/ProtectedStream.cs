using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Sluice.Reports.Protection;

/// <summary>A stream that encrypts what is written to it; <see cref="FinishAsync"/> then writes the protected file.</summary>
/// <remarks>
/// The size stands first in the file and its check covers the size, so the encrypted bytes wait in a temporary file until the end. Nothing readable touches the disk.
/// [MS-OFFCRYPTO] 2.3.4.4: segments of 4,096 bytes, each with its own initialisation vector.
/// </remarks>
public sealed class ProtectedStream : Stream
{
    private const int Segment = 4096;
    private static readonly byte[] HmacKeyBlock = [0x5f, 0xb2, 0xad, 0x01, 0x0c, 0xb9, 0xe1, 0xf6];
    private static readonly byte[] HmacValueBlock = [0xa0, 0x67, 0x7f, 0x02, 0xb2, 0x2c, 0x84, 0x33];

    private readonly PackageProtection protection;
    private readonly FileStream spool;
    private readonly Aes aes;
    private readonly byte[] plain = new byte[Segment];
    private readonly byte[] cipher = new byte[Segment];
    private readonly byte[] vectorInput = new byte[PackageProtection.SaltBytes + 4];
    private int filled, segments;
    private long length;

    /// <summary>Starts a protected file.</summary>
    /// <param name="protection">Made from the password; not owned.</param>
    /// <param name="folder">Where encrypted bytes wait; null: the system's folder for temporary files.</param>
    public ProtectedStream(PackageProtection protection, string? folder = null)
    {
        this.protection = protection;
        spool = NewSpool(folder ?? Path.GetTempPath());
        aes = Aes.Create();
        aes.SetKey(protection.Key);
        protection.Salt.CopyTo(vectorInput, 0);
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        length += buffer.Length;
        while (buffer.Length > 0)
        {
            var taken = Math.Min(Segment - filled, buffer.Length);
            buffer[..taken].CopyTo(plain.AsSpan(filled));
            filled += taken;
            buffer = buffer[taken..];
            if (filled == Segment) spool.Write(EncryptSegment(Segment));
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        length += buffer.Length;
        while (buffer.Length > 0)
        {
            var taken = Math.Min(Segment - filled, buffer.Length);
            buffer.Span[..taken].CopyTo(plain.AsSpan(filled));
            filled += taken;
            buffer = buffer[taken..];
            if (filled == Segment) await spool.WriteAsync(EncryptSegmentToMemory(Segment), cancellationToken);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
        // A segment is written when it is full; the end is written by FinishAsync.
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Writes the protected file; nothing may be written to this stream afterwards.</summary>
    /// <param name="target">Gets the file; need not seek, stays open.</param>
    /// <param name="ct">Stops the writing.</param>
    /// <exception cref="ReportException">It is larger than a protected file can be (2 GB).</exception>
    public async Task FinishAsync(Stream target, CancellationToken ct)
    {
        if (filled > 0)
        {
            var padded = (filled + 15) / 16 * 16;
            plain.AsSpan(filled, padded - filled).Clear();
            await spool.WriteAsync(EncryptSegmentToMemory(padded), ct);
        }
        CryptographicOperations.ZeroMemory(plain);
        var head = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(head, length);
        var info = await EncryptionInfoAsync(head, ct);
        spool.Position = 0;
        await CompoundFile.WriteAsync(target, DataSpaces.Around(info, new(8 + spool.Length, async (to, token) =>
        {
            await to.WriteAsync(head, token);
            await spool.CopyToAsync(to, 1 << 16, token);
        })), ct);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            CryptographicOperations.ZeroMemory(plain);
            aes.Dispose();
            spool.Dispose();
        }
        base.Dispose(disposing);
    }

    private static FileStream NewSpool(string folder)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            BufferSize = 1 << 16,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new(Path.Combine(folder, $"sluice-{Guid.NewGuid():N}.tmp"), options);
    }

    private ReadOnlySpan<byte> EncryptSegment(int count)
    {
        Span<byte> vector = stackalloc byte[PackageProtection.HashBytes];
        BinaryPrimitives.WriteInt32LittleEndian(vectorInput.AsSpan(PackageProtection.SaltBytes), segments++);
        SHA512.HashData(vectorInput, vector);
        aes.EncryptCbc(plain.AsSpan(0, count), vector[..16], cipher, PaddingMode.None);
        filled = 0;
        return cipher.AsSpan(0, count);
    }

    private ReadOnlyMemory<byte> EncryptSegmentToMemory(int count)
    {
        EncryptSegment(count);
        return cipher.AsMemory(0, count);
    }

    /// <summary>[MS-OFFCRYPTO] 2.3.4.10, with the check over the whole encrypted stream (2.3.4.14).</summary>
    private async Task<byte[]> EncryptionInfoAsync(byte[] head, CancellationToken ct)
    {
        var hmacKey = RandomNumberGenerator.GetBytes(PackageProtection.HashBytes);
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA512, hmacKey);
        hmac.AppendData(head);
        spool.Position = 0;
        var buffer = new byte[1 << 16];
        for (int read; (read = await spool.ReadAsync(buffer, ct)) > 0;) hmac.AppendData(buffer, 0, read);
        var xml = $"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{"\r\n"}<encryption xmlns="http://schemas.microsoft.com/office/2006/encryption" xmlns:p="http://schemas.microsoft.com/office/2006/keyEncryptor/password" xmlns:c="http://schemas.microsoft.com/office/2006/keyEncryptor/certificate"><keyData saltSize="16" blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512" saltValue="{Convert.ToBase64String(protection.Salt)}"/><dataIntegrity encryptedHmacKey="{Encrypt(hmacKey, HmacKeyBlock)}" encryptedHmacValue="{Encrypt(hmac.GetHashAndReset(), HmacValueBlock)}"/><keyEncryptors><keyEncryptor uri="http://schemas.microsoft.com/office/2006/keyEncryptor/password">{protection.PasswordElement}</keyEncryptor></keyEncryptors></encryption>""";
        CryptographicOperations.ZeroMemory(hmacKey);
        return [4, 0, 4, 0, 0x40, 0, 0, 0, .. Encoding.UTF8.GetBytes(xml)];
    }

    private string Encrypt(byte[] value, byte[] block) =>
        Convert.ToBase64String(aes.EncryptCbc(value, SHA512.HashData([.. protection.Salt, .. block]).AsSpan(0, 16), PaddingMode.None));
}
