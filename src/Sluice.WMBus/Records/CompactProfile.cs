using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Sluice.WMBus.Units;

namespace Sluice.WMBus.Records;

/// <summary>Compact profiles: a series of values, a fixed time apart, in one record of variable length. EN 13757-3:2018, annex F.</summary>
/// <remarks>The record with the same storage number and meaning holds the base value, the date record of that storage number the base time.
/// The series starts one interval later (inverse profile: earlier) and counts the storage number up.</remarks>
internal static class CompactProfile
{
    /// <summary>VIFEs: inverse profile, profile with and without register numbers.</summary>
    private const int Inverse = 0x13, WithRegisterNumbers = 0x1E, WithoutRegisterNumbers = 0x1F;

    private const int HalfMonth = 253, FullMonth = 254, LargestSpacing = 250;

    /// <summary>True when the modifiers say that the data is a profile.</summary>
    public static bool IsProfile(Modifiers modifiers) =>
        !modifiers.IsEmpty && (modifiers.Contains(Inverse) || modifiers.Contains(WithRegisterNumbers) || modifiers.Contains(WithoutRegisterNumbers));

    /// <summary>The records with every profile replaced by its series; a profile that cannot be understood stays as it is.</summary>
    public static ReadOnlySpan<DataRecord> ExpandAll(ImmutableArray<DataRecord> records)
    {
        var expanded = (List<DataRecord>?)null;
        for (var i = 0; i < records.Length; i++)
        {
            if (IsProfile(records[i].Meaning.Modifiers) && Expand(records[i], records) is { Count: > 0 } series)
            {
                expanded ??= [.. records.AsSpan(0, i)];
                expanded.AddRange(series);
            }
            else
            {
                expanded?.Add(records[i]);
            }
        }
        return expanded is null ? records.AsSpan() : CollectionsMarshal.AsSpan(expanded);
    }

    /// <summary>The series as records: value and, when the base time is known, date of each element that the meter filled.</summary>
    /// <returns>Empty when the profile cannot be understood.</returns>
    private static List<DataRecord> Expand(in DataRecord profile, ImmutableArray<DataRecord> records)
    {
        var expanded = new List<DataRecord>();
        var bytes = profile.Value.Bytes;
        if (profile.Value.Kind != RecordValueKind.Bytes || bytes.Length < 2) return expanded;
        int control = bytes[0], spacing = bytes[1];
        var element = profile.Data with { Coding = (DataCoding)(control & 15) };
        if (element.DataLength < 1 || element.Coding == DataCoding.Real32) return expanded;
        var isInverse = profile.Meaning.Modifiers.Contains(Inverse);
        var meaning = profile.Meaning with { Modifiers = profile.Meaning.Modifiers.Without(Inverse).Without(WithRegisterNumbers).Without(WithoutRegisterNumbers) };
        var (value, time) = FindBase(profile.Data, meaning, records);
        var mode = control >> 6;
        if (mode != 0 && value is null) return expanded;
        var running = value ?? default;
        bytes = bytes[2..];
        for (var number = 1; bytes.Length >= element.DataLength; number++, bytes = bytes[element.DataLength..])
        {
            var item = DataTypes.Read(element, meaning, bytes[..element.DataLength]);
            if (item.Kind != RecordValueKind.Number) continue;
            if (mode != 0)
            {
                if (item.Exponent10 != running.Exponent10) return expanded;
                var sign = (mode == 2) != isInverse ? -1 : 1;
                item = running = RecordValue.Number(unchecked(running.Mantissa + (sign * item.Mantissa)), item.Exponent10);
            }
            var data = profile.Data with { Coding = element.Coding, StorageNumber = profile.Data.StorageNumber + number };
            expanded.Add(new(data, meaning, item, default, -1, profile.DataOffset, profile.DataLength));
            if (time is { } start && Step(start, (control >> 4) & 3, spacing, isInverse ? -number : number) is { } at)
            {
                var dateOnly = spacing is HalfMonth or FullMonth;
                expanded.Add(new(
                    data with { Coding = dateOnly ? DataCoding.Integer16 : DataCoding.Integer32 },
                    new(dateOnly ? Quantity.Date : Quantity.DateTime, Unit.None, 0),
                    dateOnly ? RecordValue.FromDate(DateOnly.FromDateTime(at)) : RecordValue.FromDateTime(at),
                    default, -1, profile.DataOffset, profile.DataLength));
            }
        }
        return expanded;
    }

    private static (RecordValue? Value, DateTime? Time) FindBase(in DataInformation data, in ValueInformation meaning, ImmutableArray<DataRecord> records)
    {
        RecordValue? value = null;
        DateTime? time = null;
        foreach (var record in records)
        {
            if (record.Data.StorageNumber != data.StorageNumber) continue;
            if (record.Value.Kind == RecordValueKind.Date) time ??= record.Value.Date.ToDateTime(default);
            else if (record.Value.Kind == RecordValueKind.DateTime) time ??= record.Value.DateTime;
            else if (record.Value.Kind == RecordValueKind.Number && record.Meaning == meaning && record.Data.Tariff == data.Tariff && record.Data.Subunit == data.Subunit) value ??= record.Value;
        }
        return (value, time);
    }

    /// <summary>The base time moved by a number of intervals; null when the spacing is reserved.</summary>
    private static DateTime? Step(DateTime start, int unit, int spacing, int count)
    {
        if (unit == 3 && spacing == FullMonth) return AddMonths(start, count);
        if (unit == 3 && spacing == HalfMonth) return start.AddDays(15 * (count % 2)).AddMonths(count / 2);
        if (spacing is 0 or > LargestSpacing) return null;
        var interval = unit switch
        {
            0 => TimeSpan.FromSeconds(spacing),
            1 => TimeSpan.FromMinutes(spacing),
            2 => TimeSpan.FromHours(spacing),
            _ => TimeSpan.FromDays(spacing),
        };
        return start + (interval * count);
    }

    /// <summary>The last day of a month leads to the last day of a month.</summary>
    private static DateTime AddMonths(DateTime start, int count)
    {
        var moved = start.AddMonths(count);
        return start.Day == DateTime.DaysInMonth(start.Year, start.Month) ? moved.AddDays(DateTime.DaysInMonth(moved.Year, moved.Month) - moved.Day) : moved;
    }
}
