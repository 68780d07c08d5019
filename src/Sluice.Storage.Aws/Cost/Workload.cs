namespace Sluice.Storage.Aws.Cost;

/// <summary>What a month brings, worked out from two numbers.</summary>
/// <param name="Meters">Meters, 1 to 100,000,000.</param>
/// <param name="ReadingsPerMonth">Readings of a meter in a month: 2 for two rounds, 2,920 for one every 15 minutes; at most 43,800, one a minute.</param>
public sealed record Workload(long Meters, decimal ReadingsPerMonth)
{
    /// <summary>The most meters that are counted.</summary>
    public const long MaxMeters = 100_000_000;

    /// <summary>The most readings of a meter in a month.</summary>
    public const decimal MaxReadingsPerMonth = 43_800;

    /// <summary>Days of a month: a year's twelfth.</summary>
    public const decimal Days = 365m / 12;

    /// <summary>Telegrams of one upload, by a gateway and by a phone.</summary>
    public const int UploadTelegrams = 200;

    /// <summary>How often a round hears a meter, all of which is kept (analytics: two to five times at a stop).</summary>
    public const int TelegramsPerRoundReading = 5;

    /// <summary>Uploads a worker handles at once: the largest batch of a queue.</summary>
    public const int UploadsPerRun = 10;

    /// <summary>True when phones collect the readings in rounds: at most one a day.</summary>
    public bool IsRounds => ReadingsPerMonth <= 31;

    /// <summary>Readings of all meters.</summary>
    public decimal Readings => Meters * ReadingsPerMonth;

    /// <summary>Telegrams that come in; gateways send one a slot.</summary>
    public decimal Telegrams => IsRounds ? Readings * TelegramsPerRoundReading : Readings;

    /// <summary>Uploads: by phones in full chunks, by gateways a page of 200 meters each slot.</summary>
    public decimal Uploads => IsRounds ? Math.Ceiling(Telegrams / UploadTelegrams) : Math.Ceiling((decimal)Meters / UploadTelegrams) * ReadingsPerMonth;

    /// <summary>Runs of the decoding worker.</summary>
    public decimal Runs => Math.Ceiling(Uploads / UploadsPerRun);

    /// <summary>People at desks and on rounds: five, and one more for each 2,000 meters.</summary>
    public decimal Staff => 5 + Math.Ceiling(Meters / 2000m);

    /// <summary>Calls of the app by people: 300 on each of 22 days.</summary>
    public decimal AppCalls => Staff * 22 * 300;

    /// <summary>Intervals of a meter's day, for packing.</summary>
    public int IntervalsPerDay => (int)Math.Clamp(Math.Round(ReadingsPerMonth / Days), 1, 1440);
}
