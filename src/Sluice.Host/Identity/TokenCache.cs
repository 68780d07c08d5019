using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;

namespace Sluice.Host.Identity;

/// <summary>Tokens whose signature was checked already, until they expire: checking an ECDSA signature costs more than the rest of a small request. Keeps hashes, no tokens.</summary>
internal sealed class TokenCache(TimeProvider clock)
{
    /// <summary>So many are kept; when there are more, all are forgotten and checked again.</summary>
    private const int Max = 10_000;

    private readonly ConcurrentDictionary<UInt128, (ClaimsPrincipal Who, DateTimeOffset Until)> known = new();

    /// <summary>Who the token is for; null when it must be checked.</summary>
    public ClaimsPrincipal? Find(string token) => known.TryGetValue(Key(token), out var found) && clock.GetUtcNow() < found.Until ? found.Who : null;

    /// <summary>Remembers a token that was checked.</summary>
    public void Add(string token, ClaimsPrincipal who, DateTimeOffset until)
    {
        if (known.Count >= Max) known.Clear();
        known[Key(token)] = (who, until);
    }

    // Half of a SHA-256: nobody finds a second token with the same 128 bits.
    private static UInt128 Key(string token)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(token), hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
