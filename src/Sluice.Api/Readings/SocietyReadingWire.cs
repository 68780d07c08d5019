using System.Globalization;
using Sluice.Contracts.Readings;
using Sluice.Metering.Meters;
using Sluice.Metering.Readings;

namespace Sluice.Api.Readings;

/// <summary>A society's readings as they cross the wire.</summary>
public static class SocietyReadingWire
{
    /// <summary>A page of them.</summary>
    public static SocietyReadingsPage ToPage(Page<Reading> page) => new() { Readings = [.. page.Items.Select(ToDto)], Next = page.Next };

    /// <summary>One of them, without its telegram.</summary>
    public static SocietyReadingDto ToDto(Reading reading) => new()
    {
        Id = reading.Sequence.ToString(CultureInfo.InvariantCulture),
        MeterId = MeterId.Of(reading.Meter).ToString(),
        SessionId = reading.Session?.ToString(),
        Consumption = reading.TotalM3,
        Timestamp = reading.At,
        Target = reading.TargetM3,
        TargetDate = reading.TargetDay,
        TargetDateInferred = reading.TargetM3 is null ? null : reading.TargetDate is null,
        Quality = ReadingWire.Quality(reading),
        Reasons = ReadingWire.Reasons(reading),
        Version = ReadingWire.Version(reading),
        Kind = ReadingWire.Kind(reading),
        Source = ReadingWire.Source(reading),
        Status = reading.Status,
        GpsLocation = reading.Gps is { } gps ? new() { Lat = gps.Lat, Lng = gps.Lng } : null,
        Device = reading.Receiver,
        RssiDbm = reading.RssiDbm,
    };
}
