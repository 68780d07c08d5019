using Sluice.Metering.Identity;

namespace Sluice.Metering.Meters;

/// <summary>The one way to change meters: store first, then the directory, which tells the intake what it can decode now. Nobody can forget one of them.</summary>
/// <remarks>Safe for use from many threads: changes follow one another, so that the directory ends as the store does.</remarks>
public sealed class MeterRegistry(IMeterStore meters, MeterDirectory directory, TimeProvider clock)
{
    private readonly SemaphoreSlim turn = new(1);

    /// <summary>What is kept right.</summary>
    public MeterDirectory Directory { get; } = directory;

    /// <summary>Called, before anybody can find them, with meters just added: fetches the keys that came before their meters.</summary>
    public Func<SocietyScope, IReadOnlyList<Meter>, CancellationToken, ValueTask>? Adding { get; set; }

    /// <summary>Fills the directory. Call once, before the first telegram.</summary>
    public async ValueTask LoadAsync(InstallationScope scope, CancellationToken ct) => Directory.Set(await meters.LoadDirectoryAsync(scope, ct));

    /// <inheritdoc cref="IMeterStore.UpsertAsync"/>
    public ValueTask<IReadOnlyList<UpsertOutcome>> UpsertAsync(SocietyScope scope, IReadOnlyList<Meter> batch, CancellationToken ct) => InTurnAsync(async () =>
    {
        var outcomes = await meters.UpsertAsync(scope, batch, clock.GetUtcNow(), ct);
        var added = batch.Where((_, i) => outcomes[i] == UpsertOutcome.Added).ToList();
        if (added.Count > 0 && Adding is { } adding) await adding(scope, added, CancellationToken.None);
        Directory.Set([.. batch.Where((_, i) => outcomes[i] != UpsertOutcome.Conflict).Select(m => Entry(scope, m))]);
        return outcomes;
    }, ct);

    /// <inheritdoc cref="IMeterStore.UpdateAsync"/>
    public ValueTask<Change> UpdateAsync(SocietyScope scope, Meter meter, CancellationToken ct) => InTurnAsync(async () =>
    {
        var change = await meters.UpdateAsync(scope, meter, clock.GetUtcNow(), ct);
        if (change.IsDone) Directory.Set([Entry(scope, meter)]);
        return change;
    }, ct);

    /// <inheritdoc cref="IMeterStore.RemoveAsync"/>
    public ValueTask<Change> RemoveAsync(SocietyScope scope, MeterId id, long? version, CancellationToken ct) => InTurnAsync(async () =>
    {
        var change = await meters.RemoveAsync(scope, id, version, clock.GetUtcNow(), ct);
        if (change.IsDone) Directory.Remove(id);
        return change;
    }, ct);

    /// <inheritdoc cref="IMeterStore.ReplaceAsync"/>
    public ValueTask<ReplaceOutcome> ReplaceAsync(SocietyScope scope, MeterReplacement replacement, CancellationToken ct) => InTurnAsync(async () =>
    {
        var outcome = await meters.ReplaceAsync(scope, replacement, ct);
        if (outcome != ReplaceOutcome.Replaced) return outcome;
        if (Adding is { } adding) await adding(scope, [replacement.New], CancellationToken.None);
        Directory.Set([new(replacement.Old, scope.Society, MeterStatus.Inactive), new(replacement.New.Id, scope.Society, MeterStatus.Active, TookAPlace: true)]);
        return outcome;
    }, ct);

    private DirectoryEntry Entry(SocietyScope scope, Meter meter) =>
        new(meter.Id, scope.Society, meter.Status, Directory.TryFind(meter.Id, out var known) && known.Society == scope.Society && known.TookAPlace);

    private async ValueTask<T> InTurnAsync<T>(Func<ValueTask<T>> change, CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try
        {
            return await change();
        }
        finally
        {
            turn.Release();
        }
    }
}
