using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Metering.Identity;
using Sluice.Storage.Sqlite.People;

namespace Sluice.Host.Identity.People;

/// <summary>What every request with somebody's token asks.</summary>
/// <param name="Role">The role now.</param>
/// <param name="Stamp">Changes with the password, the second factor, the role, and when they are disabled: tokens with an older one are refused.</param>
internal sealed record PersonState(Role Role, string Stamp);

/// <summary>The states of those who are at work, remembered: this process alone changes them and says so.</summary>
internal sealed class PersonStates(IServiceScopeFactory scopes, PeopleStart start)
{
    private const int Max = 10_000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, PersonState?> states = new(StringComparer.Ordinal);
    private readonly HashSet<string> revokedDevices = new(StringComparer.Ordinal);
    private long changes;

    /// <summary>The state of somebody; null when there is no such person, or they are disabled.</summary>
    public async ValueTask<PersonState?> FindAsync(string subject, CancellationToken ct)
    {
        long before;
        lock (gate)
        {
            if (states.TryGetValue(subject, out var known)) return known;
            before = changes;
        }
        await using var scope = scopes.CreateAsyncScope();
        await start.EnsureAsync(scope.ServiceProvider, ct);
        var person = await scope.ServiceProvider.GetRequiredService<PeopleContext>().Users.AsNoTracking().SingleOrDefaultAsync(p => p.Id == subject, ct);
        var state = person is { IsDisabled: false } ? new PersonState(person.Role, StampOf(person)) : null;
        lock (gate)
        {
            if (states.Count >= Max) states.Clear();
            if (changes == before) states[subject] = state;
        }
        return state;
    }

    /// <summary>To call after each change of a person.</summary>
    public void Forget(string subject)
    {
        lock (gate)
        {
            changes++;
            states.Remove(subject);
        }
    }

    /// <summary>To call after a device was revoked: its access tokens, good for some minutes more, are refused from now on.</summary>
    public void RevokeDevice(string id)
    {
        lock (gate) revokedDevices.Add(id);
    }

    /// <summary>True when the device was revoked since the server started; tokens do not live longer than a restart takes to matter.</summary>
    public bool IsRevoked(string? device)
    {
        lock (gate) return device is not null && revokedDevices.Contains(device);
    }

    /// <summary>The stamp as tokens carry it: not the stamp itself, which seals other things.</summary>
    public static string StampOf(PersonRow person) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(person.SecurityStamp ?? "")).AsSpan(0, 8));
}
