namespace Sluice.Contracts.Imports;

/// <summary>Which column of a sheet holds which field.</summary>
public sealed record ImportMappingDto
{
    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>Field name to headers: the first header of these that the sheet has is the field's column.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Columns { get; init; }

    /// <summary>Field name to the value of rows that do not have it.</summary>
    public IReadOnlyDictionary<string, string>? Constants { get; init; }

    /// <summary>How days are written, for example <c>dd/MM/yyyy</c>.</summary>
    public string? DateFormat { get; init; }
}

/// <summary>A field a column can hold.</summary>
public sealed record ImportFieldDto
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is and how it is written.</summary>
    public required string Meaning { get; init; }
}

/// <summary>The mappings that are built in, and the fields there are.</summary>
public sealed record ImportPresetsDto
{
    /// <summary>Presets for meters.</summary>
    public required IReadOnlyList<ImportMappingDto> Meters { get; init; }

    /// <summary>Presets for societies.</summary>
    public required IReadOnlyList<ImportMappingDto> Societies { get; init; }

    /// <summary>Fields of meters.</summary>
    public required IReadOnlyList<ImportFieldDto> MeterFields { get; init; }

    /// <summary>Fields of societies.</summary>
    public required IReadOnlyList<ImportFieldDto> SocietyFields { get; init; }
}

/// <summary>A society's own mappings.</summary>
public sealed record ImportMappingsDto
{
    /// <summary>By name.</summary>
    public required IReadOnlyList<ImportMappingDto> Mappings { get; init; }
}

/// <summary>Headers to find a mapping for.</summary>
public sealed record SuggestRequest
{
    /// <summary>The headers of the sheet, in order.</summary>
    public IReadOnlyList<string>? Headers { get; init; }
}

/// <summary>A mapping that fits some headers.</summary>
public sealed record SuggestionDto
{
    /// <summary>The mapping; save it under a name, changed or not.</summary>
    public required ImportMappingDto Mapping { get; init; }

    /// <summary>Headers no field was found for.</summary>
    public required IReadOnlyList<string> UnusedColumns { get; init; }

    /// <summary>False: there is no column for the field that is needed.</summary>
    public required bool Usable { get; init; }
}

/// <summary>A row of a report.</summary>
public sealed record ImportRowDto
{
    /// <summary>As a spreadsheet counts it, from 1; 0: not in the file.</summary>
    public required int Row { get; init; }

    /// <summary>The meter or society; absent when it cannot be read.</summary>
    public string? Id { get; init; }

    /// <summary>ADDED, UPDATED, UNCHANGED, CONFLICT, BAD or DEACTIVATED.</summary>
    public required string Outcome { get; init; }

    /// <summary>What is wrong, stable.</summary>
    public string? Code { get; init; }

    /// <summary>The header of the column that is wrong.</summary>
    public string? Column { get; init; }

    /// <summary>What is wrong, and what was expected.</summary>
    public string? Message { get; init; }

    /// <summary>The fields that change.</summary>
    public IReadOnlyList<string>? Changes { get; init; }

    /// <summary>Tower/flat a meter leaves.</summary>
    public string? MovedFrom { get; init; }

    /// <summary>Tower/flat it comes to.</summary>
    public string? MovedTo { get; init; }
}

/// <summary>A page of a report, by row.</summary>
public sealed record ImportReportPage
{
    /// <summary>The page.</summary>
    public required IReadOnlyList<ImportRowDto> Rows { get; init; }

    /// <summary>Pass as <c>?next=</c> to go on; absent on the last page.</summary>
    public string? Next { get; init; }
}
