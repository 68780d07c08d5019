using System.Text.Json;

namespace Sluice.Contracts.Exports;

/// <summary>A workbook of the society's own that exports fill.</summary>
public sealed record WorkbookTemplateDto
{
    /// <summary>Its name: what an export asks for as its <c>template</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Its length, bytes.</summary>
    public required long Size { get; init; }

    /// <summary>When it was handed up, UTC.</summary>
    public required DateTimeOffset ChangedAt { get; init; }
}

/// <summary>Workbooks of the society's own, by name.</summary>
public sealed record WorkbookTemplatesDto
{
    /// <summary>All of them.</summary>
    public required IReadOnlyList<WorkbookTemplateDto> Templates { get; init; }
}

/// <summary>Layouts of billing files, by name. Each is written as docs/exports.md shows it.</summary>
public sealed record BillingLayoutsDto
{
    /// <summary>All of them.</summary>
    public required IReadOnlyList<JsonElement> Layouts { get; init; }
}
