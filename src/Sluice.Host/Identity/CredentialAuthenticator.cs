using System.Collections.Concurrent;
using System.Security.Cryptography;
using Sluice.Metering.Identity;
using Sluice.Metering.Storage;

namespace Sluice.Host.Identity;

/// <summary>Checks API keys and gateway credentials.</summary>
internal sealed class CredentialAuthenticator(ICredentialStore store, TimeProvider clock)
{
    private static readonly TimeSpan NoteEvery = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, DateTimeOffset> noted = new(StringComparer.Ordinal);

    /// <summary>Who the credential is; <see cref="Caller.Nobody"/> when it is not in force or the secret is wrong.</summary>
    public async ValueTask<Caller> AuthenticateAsync(CredentialKind kind, string id, byte[] hash, CancellationToken ct)
    {
        var caller = await CheckAsync(kind, id, hash, ct);
        if (caller.Role != Role.None) await NoteUseAsync(id, ct);
        return caller;
    }

    /// <summary>As above, but it does not count as a use: somebody is only still there.</summary>
    public async ValueTask<Caller> CheckAsync(CredentialKind kind, string id, byte[] hash, CancellationToken ct)
    {
        if (await store.FindAsync(id, ct) is not { } kept || kept.Credential.Kind != kind) return Caller.Nobody;
        return CryptographicOperations.FixedTimeEquals(kept.Hash.Span, hash) && kept.Credential.IsInForce(clock.GetUtcNow()) ? ToCaller(kept.Credential) : Caller.Nobody;
    }

    /// <summary>Who a credential is when somebody we trust, a broker of ours elsewhere, has checked it; <see cref="Caller.Nobody"/> when it is not in force.</summary>
    public async ValueTask<Caller> VouchedAsync(CredentialKind kind, string id, CancellationToken ct)
    {
        if (await store.FindAsync(id, ct) is not { } kept || kept.Credential.Kind != kind || !kept.Credential.IsInForce(clock.GetUtcNow())) return Caller.Nobody;
        await NoteUseAsync(id, ct);
        return ToCaller(kept.Credential);
    }

    private static Caller ToCaller(Credential credential) => new(
        $"{(credential.Kind == CredentialKind.ApiKey ? "api-key" : "gateway")}:{credential.Id}",
        credential.Kind == CredentialKind.ApiKey ? Role.Integrator : Role.Gateway,
        new HashSet<SocietyId> { credential.Society },
        credential.Name);

    /// <summary>Notes that a credential was used, about once a minute.</summary>
    public async ValueTask NoteUseAsync(string id, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (noted.TryGetValue(id, out var last) && now - last < NoteEvery) return;
        noted[id] = now;
        try
        {
            await store.MarkUsedAsync(id, now, ct);
        }
        catch (StorageException)
        {
            // A full disk stops writing, not asking; when it was used last is a convenience.
        }
    }
}
