using Microsoft.Data.Sqlite;
using Sluice.Metering;
using Sluice.Metering.Readings;
using Sluice.WMBus.Frames;

namespace Sluice.Storage.Sqlite;

/// <summary>Our values as SQLite's 64-bit integers and back.</summary>
internal static class Columns
{
    private const ulong TopBit = 1UL << 63;
    private static readonly int Epoch = new DateOnly(1970, 1, 1).DayNumber;

    /// <summary>An address in an order that survives the sign of SQLite's integers.</summary>
    public static long FromMeter(MeterAddress meter) => FromSortKey(meter.SortKey());

    public static long FromSortKey(ulong key) => unchecked((long)(key ^ TopBit));

    public static MeterAddress ToMeter(long column) => ReadingRules.FromSortKey(unchecked((ulong)column) ^ TopBit);

    /// <summary>The lowest and highest address with a serial number.</summary>
    public static (long First, long Last) OfSerial(uint serial) => (FromSortKey((ulong)serial << 32), FromSortKey(((ulong)serial << 32) | uint.MaxValue));

    public static long FromIdentity(ulong identity) => unchecked((long)identity);

    public static ulong ToIdentity(long column) => unchecked((ulong)column);

    /// <summary>A volume as integer and scale: integer × 10^-scale, exact.</summary>
    public static (long? Integer, int? Scale) FromVolume(decimal? volume)
    {
        if (volume is not { } value) return (null, null);
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var integer = decimal.ToInt64(new decimal(bits[0], bits[1], bits[2], value < 0, scale: 0));
        return (integer, (bits[3] >> 16) & 0xFF);
    }

    public static decimal? ToVolume(long? integer, long? scale)
    {
        if (integer is not { } value || scale is not { } digits) return null;
        var size = (ulong)decimal.Abs(value);
        return new decimal(unchecked((int)size), unchecked((int)(size >> 32)), 0, value < 0, (byte)digits);
    }

    /// <summary>Days since 1970.</summary>
    public static long FromDay(DateOnly day) => day.DayNumber - Epoch;

    public static DateOnly ToDay(long day) => DateOnly.FromDayNumber((int)day + Epoch);

    public static DateTimeOffset ToTime(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    public static long? Long(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    public static string? Text(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    /// <summary>A latitude and, in the next column, a longitude.</summary>
    public static Location? Place(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : new(row.GetDouble(column), row.GetDouble(column + 1));

    /// <summary>A day number.</summary>
    public static DateOnly? Day(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : DateOnly.FromDayNumber(row.GetInt32(column));
}
