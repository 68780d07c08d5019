using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Sluice.Storage.Sqlite.People;

namespace Sluice.Host.Identity.People;

/// <summary>One-time codes of an authenticator app, RFC 6238: SHA-1, six digits, 30 seconds, one step early or late. Each code is good once.</summary>
internal sealed class Totp(TimeProvider clock) : IUserTwoFactorTokenProvider<PersonRow>
{
    public const string Name = "Totp";
    private const int StepSeconds = 30;
    private const int Modulus = 1_000_000;

    /// <summary>The code of a secret at a time.</summary>
    public static string Code(string secret, DateTimeOffset at) => Code(FromBase32(secret), Step(at));

    /// <summary>The address that an app scans.</summary>
    public static string AppAddress(string secret, string mail) =>
        $"otpauth://totp/Sluice:{Uri.EscapeDataString(mail)}?secret={secret}&issuer=Sluice&digits=6&period={StepSeconds}";

    /// <summary>True when an app is set up: only then a second factor is asked for.</summary>
    public async Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<PersonRow> manager, PersonRow user) => await manager.GetAuthenticatorKeyAsync(user) is { Length: > 0 };

    public Task<string> GenerateAsync(string purpose, UserManager<PersonRow> manager, PersonRow user) => throw new NotSupportedException("The authenticator app makes the codes.");

    public async Task<bool> ValidateAsync(string purpose, string token, UserManager<PersonRow> manager, PersonRow user)
    {
        if (await manager.GetAuthenticatorKeyAsync(user) is not { Length: > 0 } secret) return false;
        var now = Step(clock.GetUtcNow());
        for (var step = now - 1; step <= now + 1; step++)
        {
            if (step <= user.LastCodeStep || !Equal(Code(FromBase32(secret), step), token)) continue;
            user.LastCodeStep = step;
            return (await manager.UpdateAsync(user)).Succeeded;   // two requests with one code: the second finds the row changed
        }
        return false;
    }

    private static long Step(DateTimeOffset at) => at.ToUnixTimeSeconds() / StepSeconds;

    private static bool Equal(string expected, string given) =>
        expected.Length == given.Length && CryptographicOperations.FixedTimeEquals(System.Runtime.InteropServices.MemoryMarshal.AsBytes(expected.AsSpan()), System.Runtime.InteropServices.MemoryMarshal.AsBytes(given.AsSpan()));

    [SuppressMessage("Security", "CA5350", Justification = "RFC 6238 as every authenticator app does it: HMAC-SHA-1, whose known attacks on SHA-1 do not apply.")]
    private static string Code(byte[] secret, long step)
    {
        Span<byte> counter = stackalloc byte[8], hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        HMACSHA1.HashData(secret, counter, hash);
        var code = (BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 15)..]) & int.MaxValue) % Modulus;
        return code.ToString("D6", CultureInfo.InvariantCulture);
    }

    private static byte[] FromBase32(string text)
    {
        var bytes = new byte[text.Length * 5 / 8];
        var (bits, value, at) = (0, 0u, 0);
        foreach (var c in text)
        {
            value = (value << 5) | (uint)(c >= 'A' ? c - 'A' : c - '2' + 26);
            if ((bits += 5) < 8) continue;
            bits -= 8;
            bytes[at++] = unchecked((byte)(value >> bits));
            value &= (1u << bits) - 1;
        }
        return bytes;
    }
}
