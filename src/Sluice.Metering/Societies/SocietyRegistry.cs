using Sluice.Metering.Identity;

namespace Sluice.Metering.Societies;

/// <summary>The one way to add, change and remove societies: store first, then the directory the intake asks.</summary>
/// <remarks>Safe for use from many threads: changes follow one another.</remarks>
public sealed class SocietyRegistry(ISocietyStore societies, SocietyDirectory directory)
{
    private readonly SemaphoreSlim turn = new(1);

    /// <summary>What is kept right.</summary>
    public SocietyDirectory Directory { get; } = directory;

    /// <summary>Fills the directory. Call once, before the first telegram.</summary>
    public async ValueTask LoadAsync(InstallationScope scope, CancellationToken ct)
    {
        string? next = null;
        do
        {
            var page = await societies.ListAsync(scope, next, ISocietyStore.MaxPage, ct);
            foreach (var society in page.Items) Directory.Set(society);
            next = page.Next;
        }
        while (next is not null);
    }

    /// <inheritdoc cref="ISocietyStore.CreateAsync"/>
    public ValueTask<Change> CreateAsync(InstallationScope scope, Society society, CancellationToken ct) =>
        ChangeAsync(() => societies.CreateAsync(scope, society, ct), () => Directory.Set(society), ct);

    /// <inheritdoc cref="ISocietyStore.UpdateAsync"/>
    public ValueTask<Change> UpdateAsync(SocietyScope scope, Society society, CancellationToken ct) =>
        ChangeAsync(() => societies.UpdateAsync(scope, society, ct), () => Directory.Set(society with { Id = scope.Society }), ct);

    /// <inheritdoc cref="ISocietyStore.RemoveAsync"/>
    public ValueTask<Change> RemoveAsync(InstallationScope scope, SocietyId id, long? version, CancellationToken ct) =>
        ChangeAsync(() => societies.RemoveAsync(scope, id, version, ct), () => Directory.Remove(id), ct);

    private async ValueTask<Change> ChangeAsync(Func<ValueTask<Change>> store, Action note, CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try
        {
            var change = await store();
            if (change.IsDone) note();
            return change;
        }
        finally
        {
            turn.Release();
        }
    }
}
