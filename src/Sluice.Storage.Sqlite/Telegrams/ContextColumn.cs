using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Metering.Identity;
using Sluice.Metering.Sessions;
using Sluice.Metering.Telegrams;

namespace Sluice.Storage.Sqlite;

/// <summary>Who delivered a telegram, as JSON; null when there is nothing to say.</summary>
internal sealed record ContextColumn(Guid? Session, double? Lat, double? Lng, string? By, string[]? For, bool? Gateway, string? Society = null)
{
    public static string? Of(ArrivalContext context) => context == ArrivalContext.None ? null : JsonSerializer.Serialize(
        new(context.Session?.Value, context.Gps?.Lat, context.Gps?.Lng, context.DeliveredBy, context.DeliveredFor?.Select(static s => s.Text).ToArray(), context.FromGateway ? true : null, context.OccasionOf?.Text),
        ContextColumnJson.Default.ContextColumn);

    public static ArrivalContext Parse(string? json)
    {
        if (json is null) return ArrivalContext.None;
        var row = JsonSerializer.Deserialize(json, ContextColumnJson.Default.ContextColumn)!;
        return new()
        {
            Session = row.Session is { } session ? new SessionId(session) : null,
            Gps = row is { Lat: { } lat, Lng: { } lng } ? new(lat, lng) : null,
            DeliveredBy = row.By,
            DeliveredFor = row.For is null ? null : [.. row.For.Select(SocietyId.Parse)],
            FromGateway = row.Gateway == true,
            OccasionOf = row.Society is { } society ? SocietyId.Parse(society) : null,
        };
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ContextColumn))]
internal sealed partial class ContextColumnJson : JsonSerializerContext;
