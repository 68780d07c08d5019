using System.Globalization;

namespace Sluice.WMBus.Records;

/// <summary>What kind of value a record holds.</summary>
public enum RecordValueKind
{
    /// <summary>No data, or the data says "not available" or is no valid value of its type.</summary>
    None = 0,

    /// <summary>An exact number: integer × 10^exponent.</summary>
    Number,

    /// <summary>Text.</summary>
    Text,

    /// <summary>A calendar date.</summary>
    Date,

    /// <summary>Date and time of the meter's own clock, no time zone.</summary>
    DateTime,

    /// <summary>A time of day.</summary>
    Time,

    /// <summary>Bytes with no further meaning.</summary>
    Bytes,
}

/// <summary>The value of a data record. EN 13757-3:2018, annex A (types A to M).</summary>
/// <remarks>Numbers stay integer × 10^n until <see cref="ToDecimal"/>; no binary floating point except the standard's own 32-bit real, taken over with its seven digits.</remarks>
public readonly struct RecordValue : IEquatable<RecordValue>
{
    private readonly object? reference;

    private RecordValue(RecordValueKind kind, long mantissa, int exponent10, object? reference)
    {
        Kind = kind;
        Mantissa = mantissa;
        Exponent10 = exponent10;
        this.reference = reference;
    }

    /// <summary>What is held.</summary>
    public RecordValueKind Kind { get; }

    /// <summary>The integer of a number.</summary>
    public long Mantissa { get; }

    /// <summary>The power of ten of a number.</summary>
    public int Exponent10 { get; }

    /// <summary>An exact number.</summary>
    public static RecordValue Number(long mantissa, int exponent10 = 0) => new(RecordValueKind.Number, mantissa, exponent10, null);

    /// <summary>A text.</summary>
    public static RecordValue FromText(string text) => new(RecordValueKind.Text, 0, 0, text);

    /// <summary>A date.</summary>
    public static RecordValue FromDate(DateOnly date) => new(RecordValueKind.Date, date.DayNumber, 0, null);

    /// <summary>A date and time without zone.</summary>
    public static RecordValue FromDateTime(DateTime at) => new(RecordValueKind.DateTime, at.Ticks, 0, null);

    /// <summary>A time of day.</summary>
    public static RecordValue FromTime(TimeOnly at) => new(RecordValueKind.Time, at.Ticks, 0, null);

    /// <summary>Bytes; copied.</summary>
    public static RecordValue FromBytes(ReadOnlySpan<byte> bytes) => new(RecordValueKind.Bytes, 0, 0, bytes.ToArray());

    /// <summary>The text; empty when this is none.</summary>
    public string Text => reference as string ?? "";

    /// <summary>The bytes; empty when there are none.</summary>
    public ReadOnlySpan<byte> Bytes => reference as byte[];

    /// <summary>The date of a <see cref="RecordValueKind.Date"/>.</summary>
    public DateOnly Date => Kind == RecordValueKind.Date ? DateOnly.FromDayNumber((int)Mantissa) : default;

    /// <summary>The date and time of a <see cref="RecordValueKind.DateTime"/>.</summary>
    public DateTime DateTime => Kind == RecordValueKind.DateTime ? new DateTime(Mantissa, DateTimeKind.Unspecified) : default;

    /// <summary>The time of a <see cref="RecordValueKind.Time"/>.</summary>
    public TimeOnly Time => Kind == RecordValueKind.Time ? new TimeOnly(Mantissa) : default;

    /// <summary>The same number, multiplied by a power of ten.</summary>
    public RecordValue Scale(int exponent10) => Kind == RecordValueKind.Number ? Number(Mantissa, Exponent10 + exponent10) : this;

    /// <summary>The number as decimal, exact.</summary>
    /// <returns>False when this is no number, or one of more than 28 digits.</returns>
    public bool TryToDecimal(out decimal value)
    {
        value = 0;
        if (Kind != RecordValueKind.Number || Exponent10 is > 9 or < -28) return false;
        if (Exponent10 <= 0)
        {
            var magnitude = Mantissa < 0 ? unchecked((ulong)-Mantissa) : (ulong)Mantissa;
            value = new decimal(unchecked((int)magnitude), unchecked((int)(magnitude >> 32)), 0, Mantissa < 0, (byte)-Exponent10);
            return true;
        }
        value = Mantissa;
        for (var i = 0; i < Exponent10; i++) value *= 10;
        return true;
    }

    /// <summary>The number as decimal, exact; 0 when this is no number.</summary>
    public decimal ToDecimal() => TryToDecimal(out var value) ? value : 0;

    /// <inheritdoc/>
    public bool Equals(RecordValue other) => Kind == other.Kind && Mantissa == other.Mantissa && Exponent10 == other.Exponent10
        && Text == other.Text && Bytes.SequenceEqual(other.Bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RecordValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Mantissa, Exponent10, Text);

    public static bool operator ==(RecordValue left, RecordValue right) => left.Equals(right);

    public static bool operator !=(RecordValue left, RecordValue right) => !left.Equals(right);

    /// <summary>For people: number, text, ISO date, or hexadecimal bytes.</summary>
    public override string ToString() => Kind switch
    {
        RecordValueKind.Number => TryToDecimal(out var number) ? number.ToString(CultureInfo.InvariantCulture) : $"{Mantissa}e{Exponent10}",
        RecordValueKind.Text => Text,
        RecordValueKind.Date => Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        RecordValueKind.DateTime => DateTime.ToString(DateTime.Second == 0 ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        RecordValueKind.Time => Time.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
        RecordValueKind.Bytes => Convert.ToHexString(Bytes),
        _ => "",
    };
}
