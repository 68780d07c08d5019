using System.Text.Json.Serialization;

namespace Sluice.Metering.Imports;

/// <summary>What an import was asked to do: the request of its job.</summary>
public sealed record ImportRequest
{
    /// <summary>The job whose folder holds the file: its own, or that of the dry run it applies.</summary>
    public required Guid FileOf { get; init; }

    /// <summary>The user whose folder that is.</summary>
    public required string FileBy { get; init; }

    /// <summary>The file's name as it was sent; for people.</summary>
    public required string FileName { get; init; }

    /// <summary>Which column holds which field.</summary>
    public required ImportMapping Mapping { get; init; }

    /// <summary>True: shows what would change, and changes nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>True: one bad row and nothing is changed. False: the good rows are taken.</summary>
    public bool AllOrNothing { get; init; }

    /// <summary>True: active meters of the society that the file does not have become inactive.</summary>
    public bool DeactivateMissing { get; init; }

    /// <summary>The sheet of a workbook; null: the first.</summary>
    public string? Sheet { get; init; }

    /// <summary>The encoding of a text without byte order mark; null: found out.</summary>
    public string? Encoding { get; init; }
}

/// <summary>What became of a row.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ImportOutcome>))]
public enum ImportOutcome
{
    /// <summary>Not looked at.</summary>
    None = 0,

    /// <summary>It is new.</summary>
    Added,

    /// <summary>It was there and changes.</summary>
    Updated,

    /// <summary>It was there, just so.</summary>
    Unchanged,

    /// <summary>It belongs to somebody else; nothing changes.</summary>
    Conflict,

    /// <summary>The row cannot be used; nothing changes.</summary>
    Bad,

    /// <summary>Not in the file, and so taken out of use.</summary>
    Deactivated,
}

/// <summary>One row of the report.</summary>
/// <param name="Row">As a spreadsheet or editor counts it, from 1; 0 for a meter that is not in the file.</param>
/// <param name="Id">The meter or society; null when it cannot be read.</param>
/// <param name="Outcome">What became of it, or would.</param>
/// <param name="Code">What is wrong, stable; null when nothing is.</param>
/// <param name="Column">The header of the column that is wrong; null when none is.</param>
/// <param name="Message">For people: what is wrong and what was expected.</param>
/// <param name="Changes">Names of the fields that change.</param>
/// <param name="MovedFrom">Tower/flat it leaves; null when it stays.</param>
/// <param name="MovedTo">Tower/flat it comes to.</param>
/// <param name="Key">True: the row has a usable encryption key.</param>
public sealed record ImportRow(
    int Row,
    string? Id,
    ImportOutcome Outcome,
    string? Code = null,
    string? Column = null,
    string? Message = null,
    IReadOnlyList<string>? Changes = null,
    string? MovedFrom = null,
    string? MovedTo = null,
    bool? Key = null)
{
    /// <summary>True when the row changes something.</summary>
    [JsonIgnore]
    public bool Changing => Outcome is ImportOutcome.Added or ImportOutcome.Updated or ImportOutcome.Deactivated;
}

/// <summary>Counts of rows.</summary>
public sealed record ImportCounts
{
    /// <summary>Rows of data.</summary>
    public int Rows { get; init; }

    /// <summary>New ones.</summary>
    public int Added { get; init; }

    /// <summary>Changed ones.</summary>
    public int Updated { get; init; }

    /// <summary>Those that are there just so.</summary>
    public int Unchanged { get; init; }

    /// <summary>Those that belong to somebody else.</summary>
    public int Conflicts { get; init; }

    /// <summary>Unusable ones.</summary>
    public int Bad { get; init; }

    /// <summary>Those that move to another flat.</summary>
    public int Moved { get; init; }

    /// <summary>Meters not in the file, taken out of use.</summary>
    public int Deactivated { get; init; }

    /// <summary>Rows with a usable encryption key.</summary>
    public int Keys { get; init; }

    /// <summary>With one more row.</summary>
    public ImportCounts And(ImportRow row) => this with
    {
        Rows = Rows + (row.Row > 0 ? 1 : 0),
        Added = Added + (row.Outcome == ImportOutcome.Added ? 1 : 0),
        Updated = Updated + (row.Outcome == ImportOutcome.Updated ? 1 : 0),
        Unchanged = Unchanged + (row.Outcome == ImportOutcome.Unchanged ? 1 : 0),
        Conflicts = Conflicts + (row.Outcome == ImportOutcome.Conflict ? 1 : 0),
        Bad = Bad + (row.Outcome == ImportOutcome.Bad ? 1 : 0),
        Moved = Moved + (row.MovedFrom is null ? 0 : 1),
        Keys = Keys + (row.Key == true ? 1 : 0),
        Deactivated = Deactivated + (row.Outcome == ImportOutcome.Deactivated ? 1 : 0),
    };
}

/// <summary>The result of an import.</summary>
/// <param name="DryRun">True: nothing was changed.</param>
/// <param name="FileName">The file's name as it was sent.</param>
/// <param name="Format">What the file is.</param>
/// <param name="Columns">Field to header, as they were matched.</param>
/// <param name="UnusedColumns">Headers that no field was found for.</param>
/// <param name="Counts">Counts of rows.</param>
/// <param name="Note">What else to know; null when nothing.</param>
public sealed record ImportResult(
    bool DryRun,
    string FileName,
    string Format,
    IReadOnlyDictionary<string, string> Columns,
    IReadOnlyList<string> UnusedColumns,
    ImportCounts Counts,
    string? Note = null);

/// <summary>Where an import stands.</summary>
/// <param name="Applying">False while an all-or-nothing import only looks.</param>
/// <param name="Chunks">Chunks done in this pass.</param>
/// <param name="Counts">Counts of them.</param>
public sealed record ImportCheckpoint(bool Applying, int Chunks, ImportCounts Counts);

/// <summary>JSON of imports: requests, checkpoints, results, reports, mappings.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ImportRequest))]
[JsonSerializable(typeof(ImportResult))]
[JsonSerializable(typeof(ImportCheckpoint))]
[JsonSerializable(typeof(List<ImportRow>))]
[JsonSerializable(typeof(ImportMapping))]
public sealed partial class ImportJson : JsonSerializerContext;
