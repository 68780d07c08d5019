using Sluice.Metering.Identity;

namespace Sluice.Metering.Validation;

/// <summary>What societies changed about the rules.</summary>
/// <remarks>Safe for use from many threads; a change is durable when its call returns. Providers fail with <see cref="Storage.StorageException"/>.</remarks>
public interface IRuleStore
{
    /// <summary>The society's settings; <see cref="RuleSettings.None"/> and version 0 when it changed nothing yet.</summary>
    ValueTask<StoredRules> FindAsync(SocietyScope scope, CancellationToken ct);

    /// <summary>Replaces the society's settings, when <paramref name="version"/> is the one stored.</summary>
    /// <param name="settings">Valid ones.</param>
    /// <param name="version">The version that was read; null: any.</param>
    /// <returns><see cref="ChangeOutcome.Changed"/> or <see cref="ChangeOutcome.Conflict"/>.</returns>
    /// <exception cref="ArgumentException">The settings are not valid.</exception>
    ValueTask<Change> SaveAsync(SocietyScope scope, RuleSettings settings, long? version, CancellationToken ct);

    /// <summary>The settings of every society that changed something.</summary>
    ValueTask<IReadOnlyDictionary<SocietyId, StoredRules>> LoadAsync(InstallationScope scope, CancellationToken ct);
}

/// <summary>Settings as stored.</summary>
/// <param name="Settings">The settings.</param>
/// <param name="Version">Rises with every change; 0 for none.</param>
public sealed record StoredRules(RuleSettings Settings, long Version);
