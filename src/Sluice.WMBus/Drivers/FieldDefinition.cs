using System.Globalization;
using System.Text.Json;
using Sluice.WMBus.Records;
using Sluice.WMBus.Units;

namespace Sluice.WMBus.Drivers;

/// <summary>Which record of a meter becomes which named value: one entry of <c>fields</c> in a driver file.</summary>
/// <param name="Name">Name with its unit as suffix, for example <c>target_m3</c>.</param>
/// <param name="Quantity">The quantity to match; <see cref="Quantity.Unknown"/> when <paramref name="Header"/> says it exactly.</param>
/// <param name="Function">The function to match; null matches all.</param>
/// <param name="StorageNumber">The storage number to match.</param>
/// <param name="Tariff">The tariff to match.</param>
/// <param name="Subunit">The subunit to match.</param>
/// <param name="Modifiers">The combinable VIFEs to match, exactly.</param>
/// <param name="Header">The exact record header, or null.</param>
/// <param name="Scale">Power of ten applied to the value, for records whose header carries no unit.</param>
/// <param name="Invalid">A value that means "no measurement"; null when there is none.</param>
/// <param name="IsIdentification">True: the number is an identification, printed as text with all its digits.</param>
public sealed record FieldDefinition(
    FieldName Name, Quantity Quantity, Function? Function, long StorageNumber, int Tariff, int Subunit, Modifiers Modifiers,
    RecordHeader? Header, int Scale, decimal? Invalid, bool IsIdentification)
{
    /// <summary>True when a record is this field's.</summary>
    public bool Matches(in DataRecord record) => Header is { } header
        ? record.Header == header
        : record.Meaning.Quantity == Quantity
            && record.Data.StorageNumber == StorageNumber
            && record.Data.Tariff == Tariff
            && record.Data.Subunit == Subunit
            && (Function is null || record.Data.Function == Function)
            && record.Meaning.Modifiers == Modifiers;

    /// <summary>The record's value under this field's name and unit.</summary>
    public ReadingField Read(in DataRecord record)
    {
        var value = IsIdentification ? Presentation.Identification(record) : Presentation.Convert(record).Scale(Scale);
        if (record.Data.Coding == DataCoding.Real32) value = Presentation.ToSixDecimals(value);
        return new(Name, value, Invalid is { } invalid && value.TryToDecimal(out var number) && number == invalid);
    }

    internal static FieldDefinition Parse(JsonElement json)
    {
        json.AllowOnly("fields: ", "name", "meaning", "quantity", "function", "storage", "tariff", "subunit", "modifiers", "record", "scale", "invalid", "type");
        var name = json.RequiredText("name");
        RecordHeader? header = null;
        if (json.OptionalText("record") is { } hex)
            header = RecordHeader.TryParse(hex, out var parsed) ? parsed : throw new FormatException($"Field '{name}': record '{hex}' is no record header in hexadecimal.");
        var quantity = header is null ? json.RequiredEnum<Quantity>("quantity") : Quantity.Unknown;
        var modifiers = new Modifiers();
        if (json.TryGetProperty("modifiers", out var list))
        {
            foreach (var code in list.EnumerateArray())
            {
                modifiers = int.TryParse(code.GetString(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 0x3FF
                    ? modifiers.With(number) : throw new FormatException($"Field '{name}': modifier '{code}' is no number in hexadecimal up to 3FF.");
            }
        }
        Function? function = json.OptionalText("function") switch
        {
            null => Records.Function.Instantaneous,
            "Any" => null,
            var text => Enum.TryParse<Function>(text, out var f) ? f : throw new FormatException($"Field '{name}': function '{text}' is none of Instantaneous, Maximum, Minimum, Error, Any."),
        };
        foreach (var member in json.EnumerateObject())
        {
            if (header is not null && member.Name is ("quantity" or "function" or "storage" or "tariff" or "subunit" or "modifiers"))
                throw new FormatException($"Field '{name}': '{member.Name}' and 'record' exclude each other; the record header says it all.");
        }
        return new(
            new(name), quantity, function, json.OptionalNumber("storage") ?? 0, json.OptionalNumber("tariff") ?? 0, json.OptionalNumber("subunit") ?? 0,
            modifiers, header, json.OptionalNumber("scale") ?? 0,
            json.TryGetProperty("invalid", out var invalid) ? invalid.GetDecimal() : null,
            json.OptionalText("type") switch
            {
                null => false,
                "identification" => true,
                var type => throw new FormatException($"Field '{name}': type '{type}' is not identification."),
            });
    }
}
