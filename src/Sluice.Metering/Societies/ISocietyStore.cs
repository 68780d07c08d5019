using Sluice.Metering.Identity;
using Sluice.Metering.Readings;

namespace Sluice.Metering.Societies;

/// <summary>Societies, their towers, flats and residents.</summary>
/// <remarks>Safe for use from many threads; a change is durable when its call returns. Providers fail with <see cref="Storage.StorageException"/>. What
/// <see cref="SocietyRules"/> does not find fit is refused with <see cref="ArgumentException"/>. Names are compared exactly, lists are ordered by them (ordinal).</remarks>
public interface ISocietyStore
{
    /// <summary>The largest page.</summary>
    const int MaxPage = 1_000;

    /// <summary>Most towers and flats of one <see cref="MergeAsync"/>.</summary>
    const int MaxBatch = 10_000;

    /// <summary>Adds a society; its <see cref="Society.Version"/> is ignored.</summary>
    /// <returns><see cref="ChangeOutcome.Changed"/> or <see cref="ChangeOutcome.Exists"/>.</returns>
    ValueTask<Change> CreateAsync(InstallationScope scope, Society society, CancellationToken ct);

    /// <summary>Removes a society that has no meters, with its towers, flats, residents and the keys kept for it.</summary>
    /// <param name="version">The version that was read; null: any.</param>
    /// <returns><see cref="ChangeOutcome.Changed"/>, <see cref="ChangeOutcome.NotFound"/>, <see cref="ChangeOutcome.Conflict"/> or <see cref="ChangeOutcome.NotEmpty"/>.</returns>
    ValueTask<Change> RemoveAsync(InstallationScope scope, SocietyId id, long? version, CancellationToken ct);

    /// <summary>The societies a caller may see, by id.</summary>
    /// <param name="next">The cursor of the page before; null for the first page.</param>
    /// <param name="limit">1 to <see cref="MaxPage"/>.</param>
    /// <exception cref="FormatException"><paramref name="next"/> is not a cursor of this list.</exception>
    ValueTask<Page<Society>> ListAsync(Caller caller, string? next, int limit, CancellationToken ct);

    /// <summary>Every society, by id.</summary>
    /// <inheritdoc cref="ListAsync(Caller, string?, int, CancellationToken)" path="/param"/>
    /// <exception cref="FormatException"><paramref name="next"/> is not a cursor of this list.</exception>
    ValueTask<Page<Society>> ListAsync(InstallationScope scope, string? next, int limit, CancellationToken ct);

    /// <summary>The society; null when there is none.</summary>
    ValueTask<Society?> FindAsync(SocietyScope scope, CancellationToken ct);

    /// <summary>Changes name, address and settings, when <see cref="Society.Version"/> is the one stored. <see cref="Society.CreatedAt"/> stays.</summary>
    /// <returns><see cref="ChangeOutcome.Changed"/>, <see cref="ChangeOutcome.NotFound"/> or <see cref="ChangeOutcome.Conflict"/>.</returns>
    ValueTask<Change> UpdateAsync(SocietyScope scope, Society society, CancellationToken ct);

    /// <summary>All towers and flats. Residents are not in it.</summary>
    ValueTask<SocietyStructure> StructureAsync(SocietyScope scope, CancellationToken ct);

    /// <summary>A tower; null when there is none.</summary>
    ValueTask<Tower?> FindTowerAsync(SocietyScope scope, string tower, CancellationToken ct);

    /// <summary>Adds a tower (<see cref="Tower.Version"/> 0) or changes the one with that version.</summary>
    /// <returns><see cref="ChangeOutcome.Changed"/>, <see cref="ChangeOutcome.Exists"/> for version 0 and a tower that is there, <see cref="ChangeOutcome.NotFound"/> or <see cref="ChangeOutcome.Conflict"/>.</returns>
    ValueTask<Change> PutTowerAsync(SocietyScope scope, Tower tower, CancellationToken ct);

    /// <summary>Removes a tower without flats and meters.</summary>
    /// <param name="version">The version that was read; null: any.</param>
    ValueTask<Change> RemoveTowerAsync(SocietyScope scope, string tower, long? version, CancellationToken ct);

    /// <summary>A flat; null when there is none. With its residents only when the scope's caller has <see cref="Permission.ResidentRead"/>.</summary>
    ValueTask<Flat?> FindFlatAsync(SocietyScope scope, string tower, string flat, CancellationToken ct);

    /// <summary>Several flats at once, without their residents; those that are not there are not in it. Providers that can do it in one go override it.</summary>
    /// <param name="places">Tower and number, at most <see cref="MaxPage"/>.</param>
    async ValueTask<IReadOnlyDictionary<(string Tower, string Number), Flat>> FindFlatsAsync(SocietyScope scope, IReadOnlyCollection<(string Tower, string Number)> places, CancellationToken ct)
    {
        var found = new Dictionary<(string Tower, string Number), Flat>();
        foreach (var place in places)
            if (await FindFlatAsync(scope, place.Tower, place.Number, ct) is { } flat) found[place] = flat with { Residents = [] };
        return found;
    }

    /// <summary>Adds a flat (<see cref="Flat.Version"/> 0) or changes the one with that version. A tower that is not there is made. Residents stay as they are.</summary>
    /// <returns>As <see cref="PutTowerAsync"/>.</returns>
    ValueTask<Change> PutFlatAsync(SocietyScope scope, Flat flat, CancellationToken ct);

    /// <summary>Removes a flat without meters, and its residents.</summary>
    /// <param name="version">The version that was read; null: any.</param>
    ValueTask<Change> RemoveFlatAsync(SocietyScope scope, string tower, string flat, long? version, CancellationToken ct);

    /// <summary>Adds the towers and flats that are not there; of those that are, what is given (not null, not empty) replaces what was. Versions are ignored. For imports.</summary>
    /// <param name="flats">Towers they name are made when needed. Residents, when there are any, replace those stored.</param>
    /// <returns>How many towers and flats were added or changed.</returns>
    /// <exception cref="ArgumentException">More than <see cref="MaxBatch"/>.</exception>
    ValueTask<int> MergeAsync(SocietyScope scope, IReadOnlyList<Tower> towers, IReadOnlyList<Flat> flats, CancellationToken ct);

    /// <summary>Replaces the residents of a flat.</summary>
    /// <returns><see cref="ChangeOutcome.Changed"/> or <see cref="ChangeOutcome.NotFound"/>.</returns>
    ValueTask<Change> SetResidentsAsync(SocietyScope scope, string tower, string flat, IReadOnlyList<Resident> residents, CancellationToken ct);

    /// <summary>Forgets residents for good.</summary>
    /// <param name="tower">Of this tower; null: of all.</param>
    /// <param name="flat">Of this flat; null: of all. Needs a tower.</param>
    /// <param name="movedOutBefore">Only those who left before this day; null: all.</param>
    /// <returns>How many people were forgotten.</returns>
    ValueTask<int> EraseResidentsAsync(SocietyScope scope, string? tower, string? flat, DateOnly? movedOutBefore, CancellationToken ct);
}
