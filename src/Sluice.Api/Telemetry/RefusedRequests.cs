using System.Diagnostics.Metrics;
using System.Globalization;

namespace Sluice.Api.Telemetry;

/// <summary>Counts answers 401, 403 and 429: who guesses passwords or floods the server shows here first.</summary>
internal static class RefusedRequests
{
    private static readonly Counter<long> Refused = new Meter(Meters.Name).CreateCounter<long>("sluice.requests.refused", "{request}", "Requests answered 401, 403 or 429.");

    public static void Count(int status)
    {
        if (status is 401 or 403 or 429) Refused.Add(1, new KeyValuePair<string, object?>("status", status.ToString(CultureInfo.InvariantCulture)));
    }
}

/// <summary>The meters of the interface.</summary>
public static class Meters
{
    /// <summary>Their name.</summary>
    public const string Name = "Sluice.Api";
}
