using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Sluice.Storage.Sqlite.People;

namespace Sluice.Host.Identity.People;

/// <summary>Links that are good once. The database has a hash of the token only: who reads it cannot use them.</summary>
internal sealed class OneTimeLinks(PeopleContext people, TimeProvider clock)
{
    private const int TokenLength = 43;

    /// <summary>Makes a link for somebody; older ones of theirs are void.</summary>
    /// <returns>The path and query to append to the server's address.</returns>
    public async ValueTask<string> MakeAsync(string personId, LinkPurpose purpose, TimeSpan lifetime, CancellationToken ct)
    {
        await VoidAsync(personId, ct);
        var token = RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", TokenLength);
        people.Links.Add(new() { Hash = Hash(token), PersonId = personId, Purpose = purpose, ExpiresAt = clock.GetUtcNow() + lifetime });
        await people.SaveChangesAsync(ct);
        return $"account/link?token={token}";
    }

    /// <summary>The link with this token, when it is good.</summary>
    public async ValueTask<OneTimeLinkRow?> FindAsync(string? token, CancellationToken ct)
    {
        if (token?.Length != TokenLength) return null;
        var (hash, now) = (Hash(token), clock.GetUtcNow());
        return await people.Links.AsNoTracking().SingleOrDefaultAsync(l => l.Hash == hash && l.ExpiresAt > now, ct);
    }

    /// <summary>Uses a link up.</summary>
    /// <returns>False when somebody else was faster.</returns>
    public async ValueTask<bool> UseAsync(OneTimeLinkRow link, CancellationToken ct) => await people.Links.Where(l => l.Hash == link.Hash).ExecuteDeleteAsync(ct) == 1;

    /// <summary>Makes all links of somebody void.</summary>
    public async ValueTask<int> VoidAsync(string personId, CancellationToken ct) => await people.Links.Where(l => l.PersonId == personId).ExecuteDeleteAsync(ct);

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.ASCII.GetBytes(token));
}
