namespace Sluice.Metering;

/// <summary>A place on earth, WGS 84.</summary>
/// <param name="Lat">Latitude, degrees, -90 to 90.</param>
/// <param name="Lng">Longitude, degrees, -180 to 180.</param>
public readonly record struct Location(double Lat, double Lng)
{
    private const double EarthRadiusM = 6_371_008.8;

    /// <summary>True when both are within range.</summary>
    public bool IsValid => Lat is >= -90 and <= 90 && Lng is >= -180 and <= 180;

    /// <summary>Great-circle distance, metres.</summary>
    public double DistanceM(Location other)
    {
        var (lat1, lat2) = (double.DegreesToRadians(Lat), double.DegreesToRadians(other.Lat));
        var dLat = lat2 - lat1;
        var dLng = double.DegreesToRadians(other.Lng - Lng);
        var a = (Math.Sin(dLat / 2) * Math.Sin(dLat / 2)) + (Math.Cos(lat1) * Math.Cos(lat2) * Math.Sin(dLng / 2) * Math.Sin(dLng / 2));
        return 2 * EarthRadiusM * Math.Asin(Math.Min(1, Math.Sqrt(a)));
    }
}
