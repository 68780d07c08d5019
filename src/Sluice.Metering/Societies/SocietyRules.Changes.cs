namespace Sluice.Metering.Societies;

/// <content>What every <see cref="ISocietyStore"/> does alike.</content>
public static partial class SocietyRules
{
    /// <summary>Refuses what is not fit.</summary>
    /// <exception cref="ArgumentException">There is a problem.</exception>
    public static void ThrowIfUnfit(FieldProblem? problem)
    {
        if (problem is { } found) throw new ArgumentException($"{found.Field}: {found.Message}");
    }

    /// <summary>Refuses a batch that is too long or has something unfit.</summary>
    /// <exception cref="ArgumentException">It is.</exception>
    public static void ThrowIfUnfit(IReadOnlyList<Tower> towers, IReadOnlyList<Flat> flats)
    {
        if (towers.Count + flats.Count > ISocietyStore.MaxBatch)
            throw new ArgumentException($"At most {ISocietyStore.MaxBatch} towers and flats at once; these are {towers.Count + flats.Count}.", nameof(flats));
        foreach (var tower in towers) ThrowIfUnfit(ProblemOf(tower));
        foreach (var flat in flats) ThrowIfUnfit(ProblemOf(flat));
    }

    /// <summary>Whether something may be put: version 0 adds, another must be the one stored.</summary>
    /// <param name="stored">The version stored; null when there is nothing.</param>
    /// <param name="version">The version the caller read.</param>
    public static Change Put(long? stored, long version) => (stored, version) switch
    {
        (null, 0) => new(ChangeOutcome.Changed, 1),
        (null, _) => new(ChangeOutcome.NotFound),
        ({ } there, 0) => new(ChangeOutcome.Exists, there),
        ({ } there, _) => there == version ? new(ChangeOutcome.Changed, there + 1) : new(ChangeOutcome.Conflict, there),
    };

    /// <summary>Whether something may be removed.</summary>
    /// <param name="stored">The version stored; null when there is nothing.</param>
    /// <param name="version">The version the caller read; null: any.</param>
    /// <param name="full">True when it holds other things.</param>
    public static Change Remove(long? stored, long? version, bool full)
    {
        if (stored is not { } there) return new(ChangeOutcome.NotFound);
        if (version is { } expected && expected != there) return new(ChangeOutcome.Conflict, there);
        return full ? new(ChangeOutcome.NotEmpty, there) : new(ChangeOutcome.Changed);
    }

    /// <summary>A tower after a merge; null when nothing changes.</summary>
    public static Tower? Merge(Tower? stored, Tower given)
    {
        if (stored is null) return given with { Version = 1 };
        var merged = stored with { Coordinates = given.Coordinates ?? stored.Coordinates, Floors = given.Floors ?? stored.Floors };
        return merged == stored ? null : merged with { Version = stored.Version + 1 };
    }

    /// <summary>A flat after a merge; null when nothing changes.</summary>
    public static Flat? Merge(Flat? stored, Flat given)
    {
        if (stored is null) return given with { Version = 1, Residents = [.. given.Residents] };
        var residents = given.Residents.Count == 0 || given.Residents.SequenceEqual(stored.Residents) ? stored.Residents : [.. given.Residents];
        var merged = stored with
        {
            Floor = given.Floor ?? stored.Floor,
            Type = given.Type.Length > 0 ? given.Type : stored.Type,
            Coordinates = given.Coordinates ?? stored.Coordinates,
            Residents = residents,
        };
        return merged == stored ? null : merged with { Version = stored.Version + 1 };
    }

    /// <summary>The exclusive lower end of ids for a page of societies; empty for the first page.</summary>
    /// <exception cref="FormatException">No cursor.</exception>
    public static string After(string? next, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, ISocietyStore.MaxPage);
        if (next is null) return "";
        return Identity.SocietyId.TryParse(next, out var id) ? id.Text : throw new FormatException("Not a cursor of this list.");
    }
}
