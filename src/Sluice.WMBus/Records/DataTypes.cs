using System.Buffers.Binary;
using System.Text;
using Sluice.WMBus.Units;

namespace Sluice.WMBus.Records;

/// <summary>Turns data fields into values. EN 13757-3:2018, annex A.</summary>
internal static class DataTypes
{
    /// <summary>Reads the data of a record of fixed length.</summary>
    public static RecordValue Read(in DataInformation data, in ValueInformation value, ReadOnlySpan<byte> bytes) => data.Coding switch
    {
        DataCoding.Integer8 or DataCoding.Integer16 or DataCoding.Integer24 or DataCoding.Integer32 or DataCoding.Integer48 or DataCoding.Integer64
            => value.Quantity is Quantity.Date or Quantity.DateTime or Quantity.BatteryChangeDate or Quantity.TariffStart || value.Modifiers.Contains(0x39) || IsTimePoint(value.Modifiers)
                ? ReadTime(bytes)
                : IsUnsigned(value.Quantity) ? Unsigned(bytes, value.Exponent10) : Signed(bytes, value.Exponent10),
        DataCoding.Bcd2 or DataCoding.Bcd4 or DataCoding.Bcd6 or DataCoding.Bcd8 or DataCoding.Bcd12 => Bcd(bytes, value.Exponent10),
        DataCoding.Real32 => Real(BinaryPrimitives.ReadSingleLittleEndian(bytes), value.Exponent10),
        _ => default,
    };

    /// <summary>Type D: bit sets and numbers that have no sign.</summary>
    private static bool IsUnsigned(Quantity quantity) => quantity is Quantity.ErrorFlags or Quantity.ErrorMask or Quantity.DigitalInput or Quantity.DigitalOutput
        or Quantity.ManufacturerSpecific or Quantity.ParameterSet or Quantity.ModelVersion or Quantity.HardwareVersion or Quantity.FirmwareVersion
        or Quantity.SoftwareVersion or Quantity.AccessNumber or Quantity.ControlSignal or Quantity.FabricationNumber or Quantity.EnhancedIdentification or Quantity.Address;

    /// <summary>VIFEs that turn a value into the date (and time) of an event: 42h-4Fh and 6Ah-6Fh with bit 1 set; EN 13757-3:2018, Table 15.</summary>
    private static bool IsTimePoint(Modifiers modifiers)
    {
        for (var i = 0; i < modifiers.Count; i++)
        {
            var code = modifiers[i];
            if ((code is >= 0x42 and <= 0x4F or >= 0x6A and <= 0x6F) && (code & 2) != 0) return true;
        }
        return false;
    }

    /// <summary>Type B. The smallest negative number (80h, 8000h …) says that there is no value.</summary>
    private static RecordValue Signed(ReadOnlySpan<byte> bytes, int exponent)
    {
        if (bytes[^1] == 0x80 && !bytes[..^1].ContainsAnyExcept((byte)0)) return default;
        long value = unchecked((sbyte)bytes[^1]);
        for (var i = bytes.Length - 2; i >= 0; i--) value = (value << 8) | bytes[i];
        return RecordValue.Number(value, exponent);
    }

    private static RecordValue Unsigned(ReadOnlySpan<byte> bytes, int exponent)
    {
        ulong value = 0;
        for (var i = bytes.Length - 1; i >= 0; i--) value = (value << 8) | bytes[i];
        return value <= long.MaxValue ? RecordValue.Number((long)value, exponent) : RecordValue.FromBytes(bytes);
    }

    /// <summary>Type A. A leading F is a minus sign; any other digit above 9 says that there is no value.</summary>
    public static RecordValue Bcd(ReadOnlySpan<byte> bytes, int exponent)
    {
        if (bytes.Length > 9) return RecordValue.FromBytes(bytes);
        long value = 0;
        var negative = false;
        for (var i = bytes.Length - 1; i >= 0; i--)
        {
            int high = bytes[i] >> 4, low = bytes[i] & 15;
            if (i == bytes.Length - 1 && high == 15)
            {
                negative = true;
                high = 0;
            }
            if (high > 9 || low > 9) return default;
            value = (value * 100) + (high * 10) + low;
        }
        return RecordValue.Number(negative ? -value : value, exponent);
    }

    /// <summary>Type H, IEEE 754 single. Its binary fraction is cut where digits say nothing any more: nine digits and six decimals, below 1 seven digits.</summary>
    private static RecordValue Real(float real, int exponent)
    {
        if (!float.IsFinite(real) || Math.Abs(real) >= 1e18f) return default;
        if (Math.Abs(real) < 1e-20f) return RecordValue.Number(0);
        var exact = new decimal((double)real); // 15 digits, more than a single holds
        var magnitude = Math.Abs(exact);
        var decimals = 0;
        for (var digits = magnitude < 1 ? 7 : 9; decimals < 27; decimals++, magnitude *= 10)
        {
            if (magnitude >= Pow10[digits - 1] || (digits == 9 && decimals == 6)) break;
        }
        var rounded = Math.Round(exact, decimals, MidpointRounding.AwayFromZero);
        var scale = rounded.Scale;
        return RecordValue.Number(decimal.ToInt64(rounded * PowerOfTen(scale)), exponent - scale);
    }

    private static readonly decimal[] Pow10 = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];

    private static decimal PowerOfTen(int exponent)
    {
        var power = 1m;
        for (var i = 0; i < exponent; i++) power *= 10;
        return power;
    }

    /// <summary>Types G (2 bytes), J (3 bytes), F (4 bytes) and I (6 bytes) by length; None when the meter says invalid.</summary>
    public static RecordValue ReadTime(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        2 => TryDate(bytes[0], bytes[1], 0, out var date) ? RecordValue.FromDate(date) : default,
        3 => TryTime(bytes[2] & 31, bytes[1] & 63, bytes[0] & 63, out var time) ? RecordValue.FromTime(time) : default,
        4 => (bytes[0] & 0x80) == 0 && TryDate(bytes[2], bytes[3], (bytes[1] >> 5) & 3, out var date) && TryTime(bytes[1] & 31, bytes[0] & 63, 0, out var time)
            ? RecordValue.FromDateTime(date.ToDateTime(time)) : default,
        6 => (bytes[1] & 0x80) == 0 && TryDate(bytes[3], bytes[4], 0, out var date) && TryTime(bytes[2] & 31, bytes[1] & 63, bytes[0] & 63, out var time)
            ? RecordValue.FromDateTime(date.ToDateTime(time)) : default,
        _ => default,
    };

    private static bool TryDate(int low, int high, int century, out DateOnly date)
    {
        int day = low & 31, month = high & 15, year = (low >> 5) | ((high >> 4) << 3);
        // Two digits up to 80 are of this century unless the hundred-year field of type F says otherwise.
        var full = century == 0 ? (year <= 80 ? 2000 : 1900) + year : 1900 + (100 * century) + year;
        if (full >= 2100) full -= 100; // meters exist that count the century from 1800; none sends a date of the next one
        var valid = year <= 99 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(full, month);
        date = valid ? new(full, month, day) : default;
        return valid;
    }

    private static bool TryTime(int hour, int minute, int second, out TimeOnly time)
    {
        var valid = hour < 24 && minute < 60 && second < 60;
        time = valid ? new(hour, minute, second) : default;
        return valid;
    }

    /// <summary>Reads variable length data (coding Dh): length byte LVAR, then the data. EN 13757-3:2018, 6.3, Table 5.</summary>
    /// <returns>False when bytes are missing or LVAR is reserved.</returns>
    public static bool TryReadVariable(ref TelegramReader reader, in ValueInformation value, out RecordValue result)
    {
        result = default;
        if (!reader.TryRead(out var lvar)) return false;
        var length = lvar switch
        {
            <= 0xBF => lvar,
            <= 0xC9 => lvar - 0xC0,
            >= 0xD0 and <= 0xD9 => lvar - 0xD0,
            >= 0xE0 and <= 0xEF => lvar - 0xE0,
            >= 0xF0 and <= 0xF4 => 4 * (lvar - 0xEC),
            0xF5 => 48,
            0xF6 => 64,
            _ => -1,
        };
        if (!reader.TryTake(length, out var bytes)) return false;
        result = lvar switch
        {
            <= 0xBF => IsText(value, bytes) ? Text(bytes) : RecordValue.FromBytes(bytes),
            <= 0xC9 => Bcd(bytes, value.Exponent10),
            <= 0xD9 => Bcd(bytes, value.Exponent10) is { Kind: RecordValueKind.Number } n ? RecordValue.Number(-n.Mantissa, n.Exponent10) : default,
            <= 0xEF when length is > 0 and <= 8 => Signed(bytes, value.Exponent10),
            _ => RecordValue.FromBytes(bytes),
        };
        return true;
    }

    /// <summary>Containers, profiles and the maker's own records use the text's coding for bytes.</summary>
    private static bool IsText(in ValueInformation value, ReadOnlySpan<byte> bytes)
    {
        if (value.Quantity is Quantity.WirelessContainer or Quantity.ManufacturerContainer or Quantity.ManufacturerSpecific || CompactProfile.IsProfile(value.Modifiers)) return false;
        foreach (var b in bytes)
        {
            if (b is < 0x20 and not (0 or 9 or 10 or 13)) return false;
        }
        return true;
    }

    /// <summary>Latin-1 text, sent last character first.</summary>
    private static RecordValue Text(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        for (var i = bytes.Length - 1; i >= 0; i--)
        {
            if (!char.IsControl((char)bytes[i])) text.Append((char)bytes[i]);
        }
        return RecordValue.FromText(text.ToString());
    }
}
