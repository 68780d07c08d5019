using Sluice.Contracts;
using Sluice.Contracts.Societies;
using Sluice.Metering;
using Sluice.Metering.Identity;
using Sluice.Metering.Societies;

namespace Sluice.Api.Societies;

/// <summary>Societies, towers, flats and residents as they cross the wire.</summary>
internal static class SocietyWire
{
    public static SocietyDto ToDto(Society society) => new()
    {
        Id = society.Id.Text,
        Name = society.Name,
        Address = society.Address,
        TimeZone = society.TimeZone,
        Location = ToDto(society.Location),
        OfflineKeys = society.OfflineKeys,
        SlotMinutes = society.SlotMinutes,
        Mqtt = society.Mqtt.ToString().ToLowerInvariant(),
        Retention = new()
        {
            RoundTelegramDays = society.Retention.RoundTelegramDays,
            GatewayTelegramDays = society.Retention.GatewayTelegramDays,
            SessionLocationDays = society.Retention.SessionLocationDays,
            MovedOutResidentDays = society.Retention.MovedOutResidentDays,
        },
        CreatedAt = society.CreatedAt,
        Version = society.Version,
    };

    /// <summary>The society an input describes.</summary>
    /// <param name="retention">What is kept how long, where the input does not say.</param>
    public static Society ToSociety(SocietyInput input, SocietyId id, Retention retention, DateTimeOffset createdAt, long version)
    {
        var defaults = new Society { Id = id, Name = input.Name?.Trim() ?? "" };
        return defaults with
        {
            Address = input.Address ?? defaults.Address,
            TimeZone = input.TimeZone ?? defaults.TimeZone,
            Location = ToLocation(input.Location),
            OfflineKeys = input.OfflineKeys ?? defaults.OfflineKeys,
            SlotMinutes = input.SlotMinutes ?? defaults.SlotMinutes,
            Mqtt = input.Mqtt is null ? defaults.Mqtt : ToMqtt(input.Mqtt),
            Retention = input.Retention is not { } days ? retention : new()
            {
                RoundTelegramDays = days.RoundTelegramDays,
                GatewayTelegramDays = days.GatewayTelegramDays,
                SessionLocationDays = days.SessionLocationDays,
                MovedOutResidentDays = days.MovedOutResidentDays,
            },
            CreatedAt = createdAt,
            Version = version,
        };
    }

    /// <summary>The setting a word names; none of them when it names none, which the rules refuse.</summary>
    private static MqttOut ToMqtt(string word) => word switch
    {
        "off" => MqttOut.Off,
        "readings" => MqttOut.Readings,
        "places" => MqttOut.Places,
        _ => (MqttOut)(-1),
    };

    public static TowerDto ToDto(Tower tower) => new() { Name = tower.Name, Coordinates = ToDto(tower.Coordinates), Floors = tower.Floors, Version = tower.Version };

    public static FlatDto ToDto(Flat flat, bool withResidents = false) => new()
    {
        Tower = flat.Tower,
        Number = flat.Number,
        Floor = flat.Floor,
        Type = flat.Type.Length > 0 ? flat.Type : null,
        Coordinates = ToDto(flat.Coordinates),
        Residents = withResidents ? [.. flat.Residents.Select(ToDto)] : null,
        Version = flat.Version,
    };

    public static ResidentDto ToDto(Resident resident) => new() { Name = resident.Name, Contact = resident.Contact, MovedOut = resident.MovedOut };

    public static Resident ToResident(ResidentDto resident) => new(resident.Name ?? "", resident.Contact ?? "", resident.MovedOut);

    public static LocationDto? ToDto(Location? location) => location is { } at ? new() { Lat = at.Lat, Lng = at.Lng } : null;

    public static Location? ToLocation(LocationDto? location) => location is { } at ? new(at.Lat, at.Lng) : null;
}
