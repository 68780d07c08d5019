namespace Sluice.Contracts;

/// <summary>A place on earth, WGS 84, degrees.</summary>
public sealed record LocationDto
{
    /// <summary>Latitude, -90 to 90.</summary>
    public required double Lat { get; init; }

    /// <summary>Longitude, -180 to 180.</summary>
    public required double Lng { get; init; }
}
