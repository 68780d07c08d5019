using Sluice.Api.Societies;
using Sluice.Contracts.Meters;
using Sluice.Metering;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.WMBus.Frames;

namespace Sluice.Api.Meters;

/// <summary>Registered meters as they cross the wire.</summary>
internal static class MeterWire
{
    private static readonly Manufacturer Kamstrup = Manufacturer.Parse("KAM");

    public static MeterConfigurationDto ToDto(Meter meter) => new()
    {
        MeterId = meter.Id.ToString(),
        SocietyId = meter.Society.Text,
        SerialNumber = meter.Id.SerialNumber,
        FlatNumber = meter.Flat,
        TowerName = meter.Tower,
        Place = meter.Place,
        Purpose = Name(meter.Purpose),
        MeterType = meter.MeterType,
        EncryptionKey = meter.KeyFingerprint,
        InstallationDate = meter.InstallationDate,
        Location = SocietyWire.ToDto(meter.Location),
        Status = Name(meter.Status),
        Version = meter.Version,
    };

    public static InstallationDto ToDto(Installation i) => new()
    {
        MeterId = i.Meter.ToString(),
        TowerName = i.Tower,
        FlatNumber = i.Flat,
        Place = i.Place,
        From = i.From,
        To = i.To,
        FirstM3 = i.FirstM3,
        FinalM3 = i.FinalM3,
    };

    /// <summary>The meter as an input that would change nothing.</summary>
    public static MeterInput ToInput(Meter meter) => new()
    {
        MeterId = meter.Id.ToString(),
        FlatNumber = meter.Flat,
        TowerName = meter.Tower,
        Place = meter.Place,
        Purpose = Name(meter.Purpose),
        MeterType = meter.MeterType,
        InstallationDate = meter.InstallationDate,
        Location = SocietyWire.ToDto(meter.Location),
        Status = Name(meter.Status),
    };

    /// <summary>The id an input names.</summary>
    public static bool TryId(MeterInput input, out MeterId id)
    {
        if (input.MeterId is { } text) return MeterId.TryParse(text, out id) && (input.SerialNumber is null || input.SerialNumber == id.SerialNumber);
        return MeterId.TryParse($"{Kamstrup}.{input.SerialNumber}", out id);
    }

    /// <summary>What an input describes, or the field that is wrong.</summary>
    public static FieldProblem? TryMeter(MeterInput input, MeterId id, SocietyId society, long version, out Meter meter)
    {
        meter = new()
        {
            Id = id,
            Society = society,
            Tower = input.TowerName ?? "",
            Flat = input.FlatNumber ?? "",
            Place = input.Place ?? "",
            MeterType = input.MeterType ?? "FlowIQ2101",
            InstallationDate = input.InstallationDate,
            Location = SocietyWire.ToLocation(input.Location),
            Version = version,
        };
        if (!TryPurpose(input.Purpose ?? "FLAT", out var purpose)) return new("purpose", "FLAT, COMMON_AREA or BULK.");
        if (!TryStatus(input.Status ?? "ACTIVE", out var status)) return new("status", "ACTIVE, INACTIVE or MAINTENANCE.");
        meter = meter with { Purpose = purpose, Status = status };
        return MeterRules.ProblemOf(meter);
    }

    public static bool TryStatus(string text, out MeterStatus status)
    {
        (var known, status) = text.ToUpperInvariant() switch
        {
            "ACTIVE" => (true, MeterStatus.Active),
            "INACTIVE" => (true, MeterStatus.Inactive),
            "MAINTENANCE" => (true, MeterStatus.Maintenance),
            _ => (false, default),
        };
        return known;
    }

    public static bool TryPurpose(string text, out MeterPurpose purpose)
    {
        (var known, purpose) = text.ToUpperInvariant() switch
        {
            "FLAT" => (true, MeterPurpose.Flat),
            "COMMON_AREA" => (true, MeterPurpose.CommonArea),
            "BULK" => (true, MeterPurpose.Bulk),
            _ => (false, default),
        };
        return known;
    }

    public static string Name(MeterStatus status) => status switch
    {
        MeterStatus.Active => "ACTIVE",
        MeterStatus.Inactive => "INACTIVE",
        _ => "MAINTENANCE",
    };

    public static string Name(MeterPurpose purpose) => purpose switch
    {
        MeterPurpose.Flat => "FLAT",
        MeterPurpose.CommonArea => "COMMON_AREA",
        _ => "BULK",
    };
}
