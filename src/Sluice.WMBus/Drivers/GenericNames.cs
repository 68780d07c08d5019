using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Sluice.WMBus.Records;
using Sluice.WMBus.Units;

namespace Sluice.WMBus.Drivers;

/// <summary>Names for the records of any meter: function, quantity, modifiers, storage, tariff, subunit, unit.</summary>
internal static class GenericNames
{
    private const int MaximumCached = 4096;
    private static readonly ConcurrentDictionary<(DataInformation, ValueInformation), FieldName> Names = new();

    /// <summary>For example <c>total_m3</c>, <c>max_volume_flow_storage_1_m3h</c>.</summary>
    public static FieldName Of(in DataRecord record)
    {
        var key = (record.Data, record.Meaning);
        if (Names.TryGetValue(key, out var name)) return name;
        name = new(Build(record, 1));
        if (Names.Count < MaximumCached) Names.TryAdd(key, name);
        return name;
    }

    /// <summary>The name of the second, third… record with the same header.</summary>
    public static FieldName Copy(in DataRecord record, int copy) => new(Build(record, copy));

    private static string Build(in DataRecord record, int copy)
    {
        var data = record.Data;
        var text = new StringBuilder();
        text.Append(data.Function switch { Function.Maximum => "max_", Function.Minimum => "min_", Function.Error => "error_", _ => "" });
        text.Append(BaseName(record.Meaning.Quantity));
        var modifiers = record.Meaning.Modifiers;
        for (var i = 0; i < modifiers.Count; i++) text.Append('_').Append(ModifierName(modifiers[i]));
        Append("storage", data.StorageNumber);
        Append("tariff", data.Tariff);
        Append("subunit", data.Subunit);
        if (copy > 1) text.Append(CultureInfo.InvariantCulture, $"_{copy}");
        var suffix = Presentation.For(record.Meaning).Suffix;
        if (suffix.Length > 0 && !CompactProfile.IsProfile(modifiers)) text.Append('_').Append(suffix);
        return text.ToString();

        void Append(string what, long number)
        {
            if (number != 0) text.Append(CultureInfo.InvariantCulture, $"_{what}_{number}");
        }
    }

    private static string BaseName(Quantity quantity) => quantity switch
    {
        Quantity.Volume => "total",
        Quantity.Energy => "total_energy_consumption",
        Quantity.HeatCostAllocation => "consumption",
        Quantity.TemperatureDifference => "flow_return_temperature_difference",
        Quantity.DateTime => "meter_datetime",
        Quantity.Date => "meter_date",
        Quantity.FabricationNumber => "fabrication_no",
        Quantity.EnhancedIdentification => "enhanced_id",
        Quantity.Unknown => "unknown",
        _ => SnakeCase(quantity.ToString()),
    };

    private static string ModifierName(int code) => code switch
    {
        0x3B => "forward",
        0x3C => "backward",
        0x39 => "start_date",
        0x3E => "base_conditions",
        0x3A => "uncorrected",
        0x101 => "phase_1",
        0x102 => "phase_2",
        0x103 => "phase_3",
        0x104 => "neutral",
        0x13 or 0x1E or 0x1F => "profile",
        >= 0x20 and <= 0x26 => "per_" + (string[])["second", "minute", "hour", "day", "week", "month", "year"] switch { var words => words[code - 0x20] },
        >= 0x200 => string.Create(CultureInfo.InvariantCulture, $"maker_{code & 0x7F:x2}"),
        >= 0x100 => string.Create(CultureInfo.InvariantCulture, $"extension_{code & 0x7F:x2}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"modifier_{code:x2}"),
    };

    private static string SnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        foreach (var c in name)
        {
            if (char.IsUpper(c) && text.Length > 0) text.Append('_');
            text.Append(char.ToLowerInvariant(c));
        }
        return text.ToString();
    }
}
