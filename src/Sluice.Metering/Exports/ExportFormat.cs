namespace Sluice.Metering.Exports;

/// <summary>A kind of file. Numbers are stored: never renumber.</summary>
public enum ExportFormat
{
    /// <summary>An Excel workbook.</summary>
    Xlsx = 0,

    /// <summary>One JSON document.</summary>
    Json = 1,

    /// <summary>Rows as CSV.</summary>
    Csv = 2,

    /// <summary>A ZIP archive with raw telegrams.</summary>
    Archive = 3,

    /// <summary>What a billing tool takes in, as CSV.</summary>
    Billing = 4,

    /// <summary>What a billing tool takes in, as a workbook.</summary>
    BillingXlsx = 5,

    /// <summary>Readings as a Parquet data set by society and month: a ZIP of it for the link, its folder in the store.</summary>
    Parquet = 6,
}

/// <summary>The formats on the wire, their templates and what files of them are called.</summary>
public static class ExportFormats
{
    /// <summary>The words, for problems.</summary>
    public const string Words = "xlsx, json, csv, archive, parquet, billing, billing-xlsx";

    private static readonly string[] Workbooks = ["standard", "detailed", "summary"];
    private static readonly string[] Tables = ["readings", "meters", "analytics"];
    private static readonly string[] Presets = ["plain", "mygate", "adda", "factech", "weconnectu"];

    /// <summary>Reads a word; <c>excel</c> and <c>zip</c> are taken, too.</summary>
    public static bool TryParse(string? word, out ExportFormat format)
    {
        ExportFormat? found = word switch
        {
            null or "xlsx" or "excel" => ExportFormat.Xlsx,
            "json" => ExportFormat.Json,
            "csv" => ExportFormat.Csv,
            "archive" or "zip" => ExportFormat.Archive,
            "parquet" => ExportFormat.Parquet,
            "billing" => ExportFormat.Billing,
            "billing-xlsx" => ExportFormat.BillingXlsx,
            _ => null,
        };
        format = found ?? default;
        return found is not null;
    }

    /// <summary>The word of a format.</summary>
    public static string Word(ExportFormat format) => format == ExportFormat.BillingXlsx ? "billing-xlsx" : format.ToString().ToLowerInvariant();

    /// <summary>The templates of a format, the usual one first; empty: it has none.</summary>
    public static IReadOnlyList<string> Templates(ExportFormat format) => format switch
    {
        ExportFormat.Xlsx => Workbooks,
        ExportFormat.Csv => Tables,
        ExportFormat.Billing or ExportFormat.BillingXlsx => Presets,
        _ => [],
    };

    /// <summary>The ending of files.</summary>
    public static string Extension(ExportFormat format) => format switch
    {
        ExportFormat.Xlsx or ExportFormat.BillingXlsx => "xlsx",
        ExportFormat.Json => "json",
        ExportFormat.Archive or ExportFormat.Parquet => "zip",
        _ => "csv",
    };

    /// <summary>The media type of files.</summary>
    public static string MediaType(ExportFormat format) => format switch
    {
        ExportFormat.Xlsx or ExportFormat.BillingXlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ExportFormat.Json => "application/json",
        ExportFormat.Archive or ExportFormat.Parquet => "application/zip",
        _ => "text/csv; charset=utf-8",
    };
}
