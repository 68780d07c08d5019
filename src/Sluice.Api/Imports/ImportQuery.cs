using Microsoft.AspNetCore.Http;
using Sluice.Api.Problems;

namespace Sluice.Api.Imports;

/// <summary>The options of an import as its address has them.</summary>
internal sealed class ImportQuery
{
    private static readonly string[] Encodings = ["utf-8", "utf-16", "windows-1252"];

    private readonly IQueryCollection query;

    public ImportQuery(IQueryCollection query)
    {
        this.query = query;
        DryRun = Flag("dryRun");
        AllOrNothing = Flag("allOrNothing");
        DeactivateMissing = Flag("deactivateMissing");
        Sheet = query["sheet"] is { Count: > 0 } sheet ? sheet.ToString() : null;
        Encoding = query["encoding"] is { Count: > 0 } encoding ? encoding.ToString() : null;
        if (Sheet?.Length is 0 or > 100) Refusal ??= Problem.BadParameter("BadSheet", "sheet is the name of a sheet of the workbook, 1 to 100 characters.");
        if (Encoding is not null && !Encodings.Contains(Encoding)) Refusal ??= Problem.BadParameter("BadEncoding", $"encoding is one of {string.Join(", ", Encodings)}.");
    }

    public bool DryRun { get; }

    public bool AllOrNothing { get; }

    public bool DeactivateMissing { get; }

    public string? Sheet { get; }

    public string? Encoding { get; }

    /// <summary>The first thing wrong; null when nothing is.</summary>
    public IResult? Refusal { get; private set; }

    /// <summary>A misspelt value must not turn a dry run into a real one.</summary>
    private bool Flag(string name)
    {
        if (query[name] is not { Count: > 0 } value) return false;
        if (bool.TryParse(value, out var flag)) return flag;
        Refusal ??= Problem.BadParameter("BadFlag", $"{name} is true or false.");
        return false;
    }
}
