using System.Globalization;
using Sluice.Contracts.Readings;
using Sluice.Metering.Readings;

namespace Sluice.Api.Readings;

/// <summary>Readings as they cross the wire.</summary>
internal static class ReadingWire
{
    public static ReadingDto ToDto(Reading reading) => new()
    {
        ReadingId = reading.Sequence.ToString(CultureInfo.InvariantCulture),
        Id = reading.Meter.Id,
        Address = MeterNames.Of(reading.Meter),
        Name = reading.Name,
        Media = reading.Media,
        Meter = reading.Driver,
        Timestamp = reading.At,
        Source = Source(reading),
        TotalM3 = reading.TotalM3,
        TargetM3 = reading.TargetM3,
        Status = reading.Status,
        Quality = Quality(reading),
        Reasons = Reasons(reading),
        Version = Version(reading),
        Kind = Kind(reading),
        RssiDbm = reading.RssiDbm,
        Device = reading.Receiver,
        SeenBy = SeenBy(reading),
    };

    public static MeterDto ToDto(LatestReading latest)
    {
        var reading = latest.Reading;
        return new()
        {
            ReadingId = reading.Sequence.ToString(CultureInfo.InvariantCulture),
            Id = reading.Meter.Id,
            Address = MeterNames.Of(reading.Meter),
            Name = reading.Name,
            Media = reading.Media,
            Meter = reading.Driver,
            Timestamp = reading.At,
            Source = Source(reading),
            TotalM3 = reading.TotalM3,
            TargetM3 = reading.TargetM3,
            Status = reading.Status,
            Quality = Quality(reading),
            Reasons = Reasons(reading),
            Version = Version(reading),
            Kind = Kind(reading),
            RssiDbm = reading.RssiDbm,
            Device = reading.Receiver,
            SeenBy = SeenBy(reading),
            LastHeard = latest.LastHeard,
            Readings = latest.Readings,
        };
    }

    internal static string Source(Reading reading) => reading.Source.ToString().ToUpperInvariant();

    /// <summary>The version shown; null for a reading nobody touched.</summary>
    internal static int? Version(Reading reading) => reading.Version > 1 ? reading.Version : null;

    /// <summary>What that version is; null for a reading nobody touched.</summary>
    internal static string? Kind(Reading reading) => reading.Version > 1 ? Kind(reading.Kind) : null;

    internal static string Kind(VersionKind kind) => kind.ToString().ToUpperInvariant();

    internal static string Quality(Reading reading) => reading.Quality switch
    {
        ReadingQuality.Good => "GOOD",
        ReadingQuality.Fair => "FAIR",
        _ => "POOR",
    };

    internal static string[] Reasons(Reading reading) => reading.Reasons.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static SeenByDto[]? SeenBy(Reading reading) =>
        reading.SeenBy.Count == 0 ? null : [.. reading.SeenBy.Select(static s => new SeenByDto { Device = s.Receiver, RssiDbm = s.RssiDbm })];
}
