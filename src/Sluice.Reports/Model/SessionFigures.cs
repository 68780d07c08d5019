using Sluice.Metering.Readings;

namespace Sluice.Reports.Model;

/// <summary>Sums of a round, gathered while its rows pass by. Its size depends on the towers, not on the rows.</summary>
public sealed class SessionFigures
{
    /// <summary>How many are named in rankings.</summary>
    public const int Ranked = 10;

    /// <summary>The most towers told apart; further ones are summed as "others".</summary>
    public const int MaxTowers = 200;

    private const int Steps = 2_000; // of half a cubic metre
    private static readonly int[] Widths = [1, 2, 3, 4, 6, 10, 20, 40, 100, 200]; // of steps, in half cubic metres
    private readonly Dictionary<string, TowerFigures> towers = new(StringComparer.Ordinal);
    private readonly long[] usage = new long[Steps + 1];
    private readonly PriorityQueue<RankedMeter, (decimal, long)> users = new();
    private readonly PriorityQueue<RankedMeter, (decimal, long)> leaks = new();

    /// <summary>Rows of readings.</summary>
    public long Readings { get; private set; }

    /// <summary>Rows of analytics.</summary>
    public long AnalyticsRows { get; private set; }

    /// <summary>All towers together.</summary>
    public TowerFigures All { get; } = new("All");

    /// <summary>By tower, in the order they appear.</summary>
    public IReadOnlyCollection<TowerFigures> Towers => towers.Values;

    /// <summary>Those who used most, most first.</summary>
    public IReadOnlyList<RankedMeter> TopUsers => Ranking(users);

    /// <summary>The highest leak scores above 0, highest first.</summary>
    public IReadOnlyList<RankedMeter> LeakCandidates => Ranking(leaks);

    /// <summary>Counts a reading.</summary>
    public void Add(ReadingRow row) => Readings++;

    /// <summary>Counts a meter.</summary>
    public void Add(MeterRow row)
    {
        var name = row.Tower.Length == 0 ? "(no tower)" : row.Tower;
        if (!towers.TryGetValue(name, out var tower))
        {
            if (towers.Count >= MaxTowers) name = "(others)";
            if (!towers.TryGetValue(name, out tower)) towers[name] = tower = new(name);
        }
        tower.Add(row);
        All.Add(row);
        if (row.UsageM3 is not { } used) return;
        usage[(int)Math.Clamp(decimal.Floor(used * 2), 0, Steps)]++;
        if (row.Purpose != Metering.Meters.MeterPurpose.Bulk) Rank(users, new(Name(row.Tower, row.Flat, row.Place, row.Serial), used, row.Serial));
    }

    /// <summary>Counts a meter's analytics.</summary>
    public void Add(AnalyticsRow row)
    {
        AnalyticsRows++;
        if (row.LeakScore > 0) Rank(leaks, new(Name(row.Tower, row.Flat, "", row.Serial), row.LeakScore, row.Serial));
    }

    /// <summary>How many meters used how much: at most 12 equal steps that hold all but the topmost two in a hundred, the last one open.</summary>
    public IReadOnlyList<UsageStep> Distribution()
    {
        var total = usage.Sum();
        if (total == 0) return [];
        long below = 0;
        var top = 0;
        while (top < Steps && below + usage[top] < total * 98 / 100) below += usage[top++];
        var width = Widths.First(w => top / w < 11 || w == Widths[^1]);
        var count = Math.Min((top / width) + 2, 12);
        var steps = new long[count];
        foreach (var (half, meters) in usage.Index()) steps[Math.Min(half / width, count - 1)] += meters;
        return [.. steps.Select((meters, i) => new UsageStep(i * width / 2m, i == count - 1 ? null : (i + 1) * width / 2m, meters))];
    }

    private static string Name(string tower, string flat, string place, string serial)
    {
        var flatName = string.Join('-', new[] { tower, flat }.Where(p => p.Length > 0));
        return flatName.Length == 0 ? serial : place.Length == 0 ? flatName : $"{flatName} {place}";
    }

    private void Rank(PriorityQueue<RankedMeter, (decimal, long)> ranking, RankedMeter meter)
    {
        ranking.Enqueue(meter, (meter.Value, -All.Meters - AnalyticsRows)); // of equals the first one stays
        if (ranking.Count > Ranked) ranking.Dequeue();
    }

    private static IReadOnlyList<RankedMeter> Ranking(PriorityQueue<RankedMeter, (decimal, long)> ranking) =>
        [.. ranking.UnorderedItems.OrderByDescending(i => i.Priority).Select(i => i.Element)];
}

/// <summary>Sums of one tower.</summary>
/// <param name="name">The tower.</param>
public sealed class TowerFigures(string name)
{
    public string Name { get; } = name;

    public int Meters { get; private set; }

    public int Read { get; private set; }

    public int Leaks { get; private set; }

    public int Fair { get; private set; }

    public int Poor { get; private set; }

    /// <summary>Read without remark.</summary>
    public int Good => Read - Fair - Poor;

    public int Estimated { get; private set; }

    /// <summary>What flats and common areas used, m³; bulk meters are not part of it.</summary>
    public decimal UsageM3 { get; private set; }

    internal void Add(MeterRow row)
    {
        Meters++;
        if (row.ReadAt is not null) Read++;
        if (row.Leak) Leaks++;
        if (row.Origin == ReadingOrigin.Estimated) Estimated++;
        if (row.ReadAt is not null && row.Quality == ReadingQuality.Fair) Fair++;
        if (row.ReadAt is not null && row.Quality == ReadingQuality.Poor) Poor++;
        if (row.Purpose != Metering.Meters.MeterPurpose.Bulk) UsageM3 += row.UsageM3 ?? 0;
    }
}

/// <summary>A place in a ranking.</summary>
/// <param name="Name">The flat as people write it.</param>
/// <param name="Value">The value ranked by.</param>
/// <param name="Serial">The meter.</param>
public sealed record RankedMeter(string Name, decimal Value, string Serial);

/// <summary>One step of the distribution.</summary>
/// <param name="FromM3">Its lower end, inclusive.</param>
/// <param name="ToM3">Its upper end, exclusive; null: open.</param>
/// <param name="Meters">How many meters.</param>
public sealed record UsageStep(decimal FromM3, decimal? ToM3, long Meters);
