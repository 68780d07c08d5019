using System.Text.Json.Serialization;

namespace Sluice.Reports.Billing;

/// <summary>What a column of a billing file holds.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BillingField>))]
public enum BillingField
{
    /// <summary>The same text in every line: <see cref="BillingColumn.Text"/>; empty text makes an empty column.</summary>
    [JsonStringEnumMemberName("text")]
    Text = 0,

    /// <summary>Tower and flat: <c>A-101</c>.</summary>
    [JsonStringEnumMemberName("unit")]
    Unit,

    [JsonStringEnumMemberName("tower")]
    Tower,

    [JsonStringEnumMemberName("flat")]
    Flat,

    [JsonStringEnumMemberName("place")]
    Place,

    /// <summary>Serial numbers; several of a flat are joined by " + ".</summary>
    [JsonStringEnumMemberName("serial")]
    Serial,

    [JsonStringEnumMemberName("previous")]
    Previous,

    [JsonStringEnumMemberName("current")]
    Current,

    [JsonStringEnumMemberName("usage")]
    Usage,

    [JsonStringEnumMemberName("opening_date")]
    OpeningDate,

    [JsonStringEnumMemberName("closing_date")]
    ClosingDate,

    /// <summary>The month that ended at the closing date: the one of the day before it.</summary>
    [JsonStringEnumMemberName("billing_month")]
    BillingMonth,

    /// <summary>ACTUAL, ESTIMATED, SUBSTITUTED or PROVISIONAL.</summary>
    [JsonStringEnumMemberName("value")]
    Value,

    /// <summary>Swap, estimate and reason in words.</summary>
    [JsonStringEnumMemberName("remarks")]
    Remarks,
}

/// <summary>One column of a billing file.</summary>
public sealed record BillingColumn
{
    /// <summary>The heading, 1 to 100 characters, unique.</summary>
    public required string Header { get; init; }

    /// <summary>What it holds.</summary>
    public BillingField Field { get; init; }

    /// <summary>For dates and months: one of <see cref="BillingLayout.DateFormats"/>; null: <c>yyyy-MM-dd</c>, <c>yyyy-MM</c> for a month.</summary>
    public string? Format { get; init; }

    /// <summary>For <see cref="BillingField.Text"/>.</summary>
    public string Text { get; init; } = "";
}

/// <summary>The unit of volumes in a billing file.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BillingUnit>))]
public enum BillingUnit
{
    /// <summary>Cubic metres, the same as kilolitres.</summary>
    [JsonStringEnumMemberName("m3")]
    CubicMetres = 0,

    [JsonStringEnumMemberName("litres")]
    Litres,
}

/// <summary>A billing file's columns: one of ours, or a society's own as JSON.</summary>
public sealed record BillingLayout
{
    /// <summary>Formats of dates and months that a layout may ask for.</summary>
    public static IReadOnlyList<string> DateFormats { get; } =
        ["yyyy-MM-dd", "dd-MM-yyyy", "dd/MM/yyyy", "MM/dd/yyyy", "dd.MM.yyyy", "yyyyMMdd", "dd-MMM-yyyy", "yyyy-MM", "yyyyMM", "MM-yyyy", "MMM-yyyy", "MMM yyyy"];

    /// <summary>Its name: lower case, digits, hyphens.</summary>
    public required string Name { get; init; }

    /// <summary>Between cells.</summary>
    public string Delimiter { get; init; } = ",";

    /// <summary>Start with a byte order mark.</summary>
    public bool ByteOrderMark { get; init; }

    /// <summary>The unit of volumes.</summary>
    public BillingUnit Unit { get; init; }

    /// <summary>Decimals of volumes, 0 to 6. More are cut, not rounded up: what is cut this month is billed the next.</summary>
    public int Decimals { get; init; } = 3;

    /// <summary>True: the meters of a flat are one line, their volumes added. Rows of a flat must follow each other.</summary>
    public bool PerFlat { get; init; }

    /// <summary>The columns, 1 to 50.</summary>
    public required IReadOnlyList<BillingColumn> Columns { get; init; }
}
