namespace Sluice.Metering.Identity;

/// <summary>Who belongs to which society. Rows, never a claim a user could write.</summary>
/// <remarks>Safe for use from many threads. Providers fail with <see cref="Storage.StorageException"/>.</remarks>
public interface IMembershipStore
{
    /// <summary>The societies of somebody; empty when none.</summary>
    ValueTask<IReadOnlySet<SocietyId>> SocietiesOfAsync(string subject, CancellationToken ct);

    /// <summary>The subjects that belong to the society, in order.</summary>
    ValueTask<IReadOnlyList<string>> MembersAsync(SocietyScope scope, CancellationToken ct);

    /// <summary>Adds somebody; durable when the call returns. Adding again changes nothing.</summary>
    ValueTask AddAsync(SocietyScope scope, string subject, CancellationToken ct);

    /// <summary>Removes somebody; durable when the call returns.</summary>
    /// <returns>False when they did not belong.</returns>
    ValueTask<bool> RemoveAsync(SocietyScope scope, string subject, CancellationToken ct);
}
