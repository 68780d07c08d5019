namespace Sluice.Metering.Identity;

/// <summary>Memberships in memory, for tests.</summary>
public sealed class InMemoryMembershipStore : IMembershipStore
{
    private readonly Lock gate = new();
    private readonly SortedSet<(string Society, string Subject)> rows = [];

    public ValueTask<IReadOnlySet<SocietyId>> SocietiesOfAsync(string subject, CancellationToken ct)
    {
        lock (gate) return new(rows.Where(r => r.Subject == subject).Select(static r => SocietyId.Parse(r.Society)).ToHashSet());
    }

    public ValueTask<IReadOnlyList<string>> MembersAsync(SocietyScope scope, CancellationToken ct)
    {
        lock (gate) return new([.. rows.Where(r => r.Society == scope.Society.Text).Select(static r => r.Subject)]);
    }

    public ValueTask AddAsync(SocietyScope scope, string subject, CancellationToken ct)
    {
        lock (gate) rows.Add((scope.Society.Text, subject));
        return default;
    }

    public ValueTask<bool> RemoveAsync(SocietyScope scope, string subject, CancellationToken ct)
    {
        lock (gate) return new(rows.Remove((scope.Society.Text, subject)));
    }
}
