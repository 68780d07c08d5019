namespace Sluice.Metering.Readings;

/// <summary>Works out what a meter showed at a moment nobody read it. Pure.</summary>
public static class Estimator
{
    private const decimal TicksPerDay = TimeSpan.TicksPerDay;

    /// <summary>The estimate by the first way that the inputs allow: between two good readings; as in the same period last year; by the average use of like flats.</summary>
    /// <param name="at">The moment.</param>
    /// <param name="inputs">What is known.</param>
    /// <returns>To the litre, never below the reading before; null when there is no good reading before the moment, or nothing to go on from it.</returns>
    public static Estimate? Make(DateTimeOffset at, EstimateInputs inputs)
    {
        if (inputs.Here.VolumeAt(at) is { } between) return new(EstimateMethod.Interpolation, at, Round(between)) { From = inputs.Here.Points };
        if (inputs.Here.Before is not { } start || start.At > at) return null;
        if (inputs.LastYearFrom.VolumeAt(start.At.AddYears(-1)) is { } from && inputs.LastYearTo.VolumeAt(at.AddYears(-1)) is { } to && to >= from)
        {
            return new(EstimateMethod.LastYear, at, Round(start.TotalM3 + to - from))
            {
                From = [start, .. inputs.LastYearFrom.Points.Concat(inputs.LastYearTo.Points).Distinct().OrderBy(static p => p.At)],
            };
        }
        if (inputs is not { PerDayM3: >= 0, Meters: > 0 }) return null;
        return new(EstimateMethod.LikeFlats, at, Round(start.TotalM3 + (inputs.PerDayM3.Value * ((at - start.At).Ticks / TicksPerDay)))) { From = [start], PerDayM3 = inputs.PerDayM3, Meters = inputs.Meters };
    }

    private static decimal Round(decimal volume) => decimal.Round(volume, 3, MidpointRounding.ToEven);
}

/// <summary>What an estimate may be made of. Default: nothing.</summary>
public sealed record EstimateInputs
{
    /// <summary>The good readings around the moment.</summary>
    public PointsAround Here { get; init; }

    /// <summary>Those around the moment a year before the last good reading.</summary>
    public PointsAround LastYearFrom { get; init; }

    /// <summary>Those around the moment a year ago.</summary>
    public PointsAround LastYearTo { get; init; }

    /// <summary>Average use of like flats, m³ per day; null when not known.</summary>
    public decimal? PerDayM3 { get; init; }

    /// <summary>Meters in that average.</summary>
    public int Meters { get; init; }
}

/// <summary>A good reading.</summary>
/// <param name="At">When.</param>
/// <param name="TotalM3">Volume, m³.</param>
public readonly record struct EstimatePoint(DateTimeOffset At, decimal TotalM3);

/// <summary>The good readings next to a moment.</summary>
/// <param name="Before">The last one up to it.</param>
/// <param name="After">The first one after it.</param>
public readonly record struct PointsAround(EstimatePoint? Before, EstimatePoint? After)
{
    /// <summary>Both, as far as they are there.</summary>
    public IReadOnlyList<EstimatePoint> Points => (Before, After) switch
    {
        ({ } before, { } after) => [before, after],
        ({ } before, null) => [before],
        (null, { } after) => [after],
        _ => [],
    };

    /// <summary>The volume at a moment from <see cref="Before"/> on and before <see cref="After"/>, as if water had flowed evenly; null when a side is missing or the volume fell between them (a meter set back).</summary>
    public decimal? VolumeAt(DateTimeOffset at)
    {
        if (Before is not { } before || at < before.At) return null;
        if (at == before.At) return before.TotalM3;
        if (After is not { } after || at > after.At || after.TotalM3 < before.TotalM3) return null;
        return before.TotalM3 + ((after.TotalM3 - before.TotalM3) * ((decimal)(at - before.At).Ticks / (after.At - before.At).Ticks));
    }
}

/// <summary>A volume worked out.</summary>
/// <param name="Method">How.</param>
/// <param name="At">The moment it is of.</param>
/// <param name="TotalM3">Volume, m³, to the litre.</param>
public sealed record Estimate(EstimateMethod Method, DateTimeOffset At, decimal TotalM3)
{
    /// <summary>The readings it was made of, oldest first but for the one it starts from.</summary>
    public IReadOnlyList<EstimatePoint> From { get; init; } = [];

    /// <summary>For <see cref="EstimateMethod.LikeFlats"/>: the average, m³ per day.</summary>
    public decimal? PerDayM3 { get; init; }

    /// <summary>For <see cref="EstimateMethod.LikeFlats"/>: meters in the average.</summary>
    public int Meters { get; init; }
}

/// <summary>How an estimate was made. Numbers are stored.</summary>
public enum EstimateMethod
{
    /// <summary>Between two good readings.</summary>
    Interpolation = 0,

    /// <summary>The use of the same period last year after the last good reading.</summary>
    LastYear,

    /// <summary>The average use of flats of the same type after the last good reading.</summary>
    LikeFlats,
}
