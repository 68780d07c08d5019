using System.Globalization;
using Sluice.Metering;
using Sluice.Metering.Meters;
using Sluice.WMBus.Frames;
using Sluice.WMBus.Security;

namespace Sluice.Imports.Registry;

/// <summary>Texts of cells as values. Each gives null and a problem when it cannot.</summary>
internal static class CellParser
{
    // Day before month, as India writes it; a sheet that does not says so by its date format.
    private static readonly string[] DateFormats =
    [
        "yyyy-MM-dd", "yyyy/MM/dd", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm:ss", "d-MMM-yyyy", "d MMM yyyy", "d-MMM-yy", "d/M/yyyy", "d-M-yyyy", "d.M.yyyy",
    ];

    public static MeterId? Meter(SheetRow row, out RowProblem? problem)
    {
        var (serial, maker) = (row["serialNumber"], row["manufacturer"]);
        problem = null;
        if (serial.Length == 0) problem = new("MissingSerial", "serialNumber", "the serial number is missing");
        else if (serial.Length > 8 || serial.AsSpan().ContainsAnyExceptInRange('0', '9'))
            problem = new("InvalidSerial", "serialNumber", $"the serial number has {serial.Length} characters and must have 1 to 8 digits, nothing else");
        if (problem is not null) return null;
        if (maker.Length == 0 || maker.StartsWith("Kamstrup", StringComparison.OrdinalIgnoreCase)) maker = "KAM";
        if (!Manufacturer.TryParse(maker, out var manufacturer))
        {
            problem = new("InvalidManufacturer", "manufacturer", "the manufacturer is a code of three letters, for example KAM");
            return null;
        }
        return new(manufacturer, uint.Parse(serial, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));   // BCD: printed digits are the hexadecimal ones
    }

    /// <summary>Tower and flat; from the unit (A-101) what has no column of its own.</summary>
    public static (string Tower, string Flat) Place(SheetRow row)
    {
        var (tower, flat, unit) = (row["towerName"], row["flatNumber"], row["unit"]);
        if (unit.Length == 0 || flat.Length > 0) return (tower, flat);
        var cut = unit.LastIndexOfAny(['-', '/', ' ']);
        if (tower.Length > 0) return (tower, cut >= 0 && unit.AsSpan(0, cut).Trim().Equals(tower, StringComparison.OrdinalIgnoreCase) ? unit[(cut + 1)..].Trim() : unit);
        return cut > 0 ? (unit[..cut].TrimEnd(' ', '-', '/'), unit[(cut + 1)..].Trim()) : ("", unit);
    }

    public static DateOnly? Date(SheetRow row, string field, out RowProblem? problem)
    {
        problem = null;
        var text = row[field];
        if (text.Length == 0) return null;
        var formats = row.DateFormat is { } format && !row.IsNumber(field) ? [format, DateFormats[0], DateFormats[2]] : DateFormats;   // a cell that holds a date comes as ISO
        if (DateTime.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date.Year is >= 1950 and <= 2200) return DateOnly.FromDateTime(date);
        problem = new("InvalidDate", field, row.DateFormat is { } wanted
            ? $"the day is not written as {wanted}"
            : "the day is not written as 2025-03-31, 31-Mar-2025 or 31/03/2025; if the sheet has another way, make a mapping with a dateFormat");
        return null;
    }

    public static Location? Location(SheetRow row, out RowProblem? problem)
    {
        problem = null;
        var (lat, lng, field) = (row["lat"], row["lng"], "lat");
        if (lat.Length == 0 && lng.Length == 0 && row["location"] is { Length: > 0 } both)
        {
            field = "location";
            var parts = both.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            (lat, lng) = parts.Length == 2 ? (parts[0], parts[1]) : (both, "");
        }
        if (lat.Length == 0 && lng.Length == 0) return null;
        if (double.TryParse(lat, NumberStyles.Float, CultureInfo.InvariantCulture, out var y) && double.TryParse(lng, NumberStyles.Float, CultureInfo.InvariantCulture, out var x)
            && new Location(y, x) is { IsValid: true } place) return place;
        problem = new("InvalidLocation", field, "latitude is -90 to 90 and longitude -180 to 180, in degrees with a decimal point; both are needed");
        return null;
    }

    public static int? Floor(SheetRow row, out RowProblem? problem)
    {
        problem = null;
        var text = row["floor"];
        if (text.Length == 0) return null;
        if (text.Equals("G", StringComparison.OrdinalIgnoreCase) || text.StartsWith("Ground", StringComparison.OrdinalIgnoreCase)) return 0;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var floor)) return floor;
        problem = new("InvalidFloor", "floor", "the floor is a whole number; 0, G or Ground is the ground floor");
        return null;
    }

    /// <summary>A word of an enumeration, without case, blanks and underscores.</summary>
    public static T? Word<T>(SheetRow row, string field, out RowProblem? problem) where T : struct, Enum
    {
        problem = null;
        var text = row[field].Replace("_", "").Replace(" ", "").Replace("-", "");
        if (text.Length == 0) return null;
        if (!char.IsAsciiDigit(text[0]) && Enum.TryParse<T>(text, ignoreCase: true, out var word) && Enum.IsDefined(word)) return word;
        problem = new($"Invalid{char.ToUpperInvariant(field[0])}{field[1..]}", field, $"one of {string.Join(", ", Enum.GetNames<T>().Select(Wire))}");
        return null;
    }

    /// <summary>A key in <paramref name="bytes"/>; false without a problem when there is none.</summary>
    public static bool TryKey(SheetRow row, Span<byte> bytes, out RowProblem? problem)
    {
        problem = null;
        var text = row["encryptionKey"];
        if (text.Length == 0) return false;
        if (MeterKey.TryParseHex(text, bytes)) return true;
        problem = new("InvalidKey", "encryptionKey", row.IsNumber("encryptionKey")
            ? "the key is stored as a number, which loses digits; format the column as text and enter the key again"
            : $"the key has {text.Length} characters and must be 32 hexadecimal digits");
        return false;
    }

    private static string Wire(string name) => string.Concat(name.Select(static (c, i) => i > 0 && char.IsUpper(c) ? $"_{c}" : char.ToUpperInvariant(c).ToString()));
}
