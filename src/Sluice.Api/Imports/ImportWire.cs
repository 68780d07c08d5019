using Sluice.Contracts.Imports;
using Sluice.Metering.Imports;

namespace Sluice.Api.Imports;

/// <summary>Imports as they cross the wire.</summary>
internal static class ImportWire
{
    public static ImportMappingDto ToDto(ImportMapping mapping) => new()
    {
        Name = mapping.Name,
        Columns = mapping.Columns,
        Constants = mapping.Constants.Count > 0 ? mapping.Constants : null,
        DateFormat = mapping.DateFormat,
    };

    /// <summary>The mapping; fields it lacks are empty, which <see cref="ImportMapping.ProblemOf"/> then finds.</summary>
    public static ImportMapping ToMapping(ImportMappingDto dto, string name) => new()
    {
        Name = name,
        Columns = dto.Columns ?? new Dictionary<string, IReadOnlyList<string>>(),
        Constants = dto.Constants ?? new Dictionary<string, string>(),
        DateFormat = dto.DateFormat,
    };

    public static ImportFieldDto ToDto(ImportField field) => new() { Name = field.Name, Meaning = field.Meaning };

    public static ImportRowDto ToDto(ImportRow row) => new()
    {
        Row = row.Row,
        Id = row.Id,
        Outcome = row.Outcome.ToString().ToUpperInvariant(),
        Code = row.Code,
        Column = row.Column,
        Message = row.Message,
        Changes = row.Changes,
        MovedFrom = row.MovedFrom,
        MovedTo = row.MovedTo,
    };
}
