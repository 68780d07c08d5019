using Sluice.Metering.Identity;

namespace Sluice.Metering.Imports;

/// <summary>The mappings a society made for its own sheets of meters.</summary>
/// <remarks>Safe for use from many threads; a change is durable when its call returns. Providers fail with <see cref="Storage.StorageException"/>.</remarks>
public interface IImportMappingStore
{
    /// <summary>Most mappings of a society.</summary>
    const int MaxMappings = 100;

    /// <summary>The society's mappings, by name.</summary>
    ValueTask<IReadOnlyList<ImportMapping>> ListAsync(SocietyScope scope, CancellationToken ct);

    /// <summary>A mapping; null when there is none of that name.</summary>
    ValueTask<ImportMapping?> FindAsync(SocietyScope scope, string name, CancellationToken ct);

    /// <summary>Keeps a mapping in place of one of that name.</summary>
    /// <returns>False when the society has <see cref="MaxMappings"/> others: nothing is kept then.</returns>
    ValueTask<bool> PutAsync(SocietyScope scope, ImportMapping mapping, CancellationToken ct);

    /// <summary>Removes a mapping.</summary>
    /// <returns>False when there was none.</returns>
    ValueTask<bool> RemoveAsync(SocietyScope scope, string name, CancellationToken ct);
}

/// <summary>Mappings in memory, for tests.</summary>
public sealed class InMemoryImportMappingStore : IImportMappingStore
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, ImportMapping> mappings = new(StringComparer.Ordinal);

    public ValueTask<IReadOnlyList<ImportMapping>> ListAsync(SocietyScope scope, CancellationToken ct)
    {
        lock (gate) return new(Of(scope));
    }

    public ValueTask<ImportMapping?> FindAsync(SocietyScope scope, string name, CancellationToken ct)
    {
        lock (gate) return new(mappings.GetValueOrDefault(Key(scope, name)));
    }

    public ValueTask<bool> PutAsync(SocietyScope scope, ImportMapping mapping, CancellationToken ct)
    {
        lock (gate)
        {
            if (Of(scope).Count(m => m.Name != mapping.Name) >= IImportMappingStore.MaxMappings) return new(false);
            mappings[Key(scope, mapping.Name)] = mapping;
            return new(true);
        }
    }

    public ValueTask<bool> RemoveAsync(SocietyScope scope, string name, CancellationToken ct)
    {
        lock (gate) return new(mappings.Remove(Key(scope, name)));
    }

    private List<ImportMapping> Of(SocietyScope scope) => [.. mappings.Where(m => m.Key.StartsWith(Key(scope, ""), StringComparison.Ordinal)).Select(static m => m.Value)];

    private static string Key(SocietyScope scope, string name) => $"{scope.Society.Text}/{name}";
}
