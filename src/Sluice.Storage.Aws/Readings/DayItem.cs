using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;

namespace Sluice.Storage.Aws.Readings;

/// <summary>An item of MeterReadings: a meter's day of intervals. Keys: societyId#meterId / the day.</summary>
public static class DayItem
{
    /// <summary>The partition key: leads with the society, so that a role can be bound to it.</summary>
    public static string Partition(SocietyId society, MeterId meter) => $"{society.Text}#{meter}";

    /// <summary>Makes the item.</summary>
    /// <param name="society">Whose the meter is.</param>
    /// <param name="meter">The meter.</param>
    /// <param name="day">The day, UTC.</param>
    /// <param name="slotMinutes">The society's slot.</param>
    /// <param name="scale">Decimal places of the totals.</param>
    /// <param name="intervals">The day's intervals in order.</param>
    public static Dictionary<string, AttributeValue> Make(SocietyId society, MeterId meter, DateOnly day, int slotMinutes, int scale, IReadOnlyList<Interval> intervals) => new()
    {
        ["societyId#meterId"] = new() { S = Partition(society, meter) },
        ["timestamp"] = new() { S = day.ToString("O", CultureInfo.InvariantCulture) },
        ["d"] = new() { B = new(PackedDay.Pack(day, slotMinutes, scale, intervals)) },
    };
}
