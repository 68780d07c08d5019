using System.Text.Json;
using System.Text.Json.Serialization;
using static Sluice.Reports.Billing.BillingField;

namespace Sluice.Reports.Billing;

/// <summary>Layouts billing tools take, and a society's own. The tools change their files now and then: copy a layout and adapt it.</summary>
public static class BillingLayouts
{
    private const int MaxColumns = 50, MaxHeader = 100, MaxFile = 64 * 1024;

    /// <summary>By reflection, which keeps the values a layout does not mention.</summary>
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
    };

    /// <summary>All we bring, by name.</summary>
    public static IReadOnlyDictionary<string, BillingLayout> BuiltIn { get; } = new BillingLayout[]
    {
        new() { Name = "plain", Columns = [Of("Tower", Tower), Of("Flat", Flat), Of("Place", Place), Of("Serial number", Serial), Of("Opening date", OpeningDate), Of("Closing date", ClosingDate), Of("Previous (m3)", Previous), Of("Current (m3)", Current), Of("Usage (m3)", Usage), Of("Value", Value), Of("Remarks", Remarks)] },
        new() { Name = "mygate", PerFlat = true, Columns = [Of("Unit", Unit), Of("Previous Reading", Previous), Of("Current Reading", Current), Fixed("Conversion", "1"), Fixed("Slab", ""), Of("Reading Date", ClosingDate, "dd/MM/yyyy"), Of("Remarks", Remarks)] },
        new() { Name = "adda", PerFlat = true, Columns = [Of("Block", Tower), Of("Flat", Flat), Of("Reading Date", ClosingDate, "dd-MM-yyyy"), Of("Reading", Current), Of("Remarks", Remarks)] },
        new() { Name = "factech", PerFlat = true, Columns = [Of("Unit No", Unit), Of("Reading Date", ClosingDate, "dd-MM-yyyy"), Of("Billing Month", BillingMonth, "yyyyMM"), Of("Previous Reading", Previous), Of("Current Reading", Current), Of("Consumption", Usage), Of("Remarks", Remarks)] },
        new() { Name = "weconnectu", Columns = [Of("Unit", Unit), Of("Meter Number", Serial), Of("Date From", OpeningDate), Of("Date To", ClosingDate), Of("Opening Reading", Previous), Of("Closing Reading", Current), Of("Consumption", Usage), Of("Estimated", Value), Of("Notes", Remarks)] },
    }.ToDictionary(l => l.Name, StringComparer.Ordinal);

    /// <summary>Reads a society's own layout.</summary>
    /// <exception cref="ReportException">It is not one; the message says what, where, and what to do.</exception>
    public static BillingLayout Parse(ReadOnlySpan<byte> json)
    {
        if (json.Length > MaxFile) throw Bad($"The layout has more than {MaxFile / 1024} KB.");
        BillingLayout? layout;
        try
        {
            layout = JsonSerializer.Deserialize<BillingLayout>(json, Json);
        }
        catch (JsonException e)
        {
            throw new ReportException("BadLayout", $"The layout is not valid at {e.Path ?? "$"}, line {(e.LineNumber ?? 0) + 1}: a member is misspelt, missing or of the wrong kind.", e);
        }
        Check(layout ?? throw Bad("The layout is null."));
        return layout;
    }

    /// <summary>A layout as JSON, to start one's own from.</summary>
    public static byte[] ToJson(BillingLayout layout) => JsonSerializer.SerializeToUtf8Bytes(layout, Json);

    private static void Check(BillingLayout layout)
    {
        if (layout.Name.Length is 0 or > 40 || !layout.Name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')) throw Bad("name: 1 to 40 lower-case letters, digits and hyphens.");
        if (layout.Delimiter is not ("," or ";" or "\t" or "|")) throw Bad("delimiter: one of , ; tab |");
        if (layout.Decimals is < 0 or > 6) throw Bad("decimals: 0 to 6.");
        if (layout.Columns.Count is 0 or > MaxColumns) throw Bad($"columns: 1 to {MaxColumns}.");
        var headers = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (index, column) in layout.Columns.Index())
        {
            if (column.Header.Length is 0 or > MaxHeader) throw Bad($"columns[{index}].header: 1 to {MaxHeader} characters.");
            if (!headers.Add(column.Header)) throw Bad($"columns[{index}].header: \"{column.Header}\" is there already.");
            if (column.Format is { } format && !BillingLayout.DateFormats.Contains(format)) throw Bad($"columns[{index}].format: one of {string.Join(", ", BillingLayout.DateFormats)}.");
            if (column.Format is not null && column.Field is not (OpeningDate or ClosingDate or BillingMonth)) throw Bad($"columns[{index}].format: only dates and months have a format.");
            if (column.Text.Length > 0 && column.Field != Text) throw Bad($"columns[{index}].text: only a column of field \"text\" has one.");
        }
        if (layout.PerFlat && layout.Columns.Any(c => c.Field == Place)) throw Bad("columns: a line per flat has no place; take the column out or set per_flat to false.");
    }

    private static ReportException Bad(string message) => new("BadLayout", $"The layout is not valid. {message}");

    private static BillingColumn Of(string header, BillingField field, string? format = null) => new() { Header = header, Field = field, Format = format };

    private static BillingColumn Fixed(string header, string text) => new() { Header = header, Text = text };
}
