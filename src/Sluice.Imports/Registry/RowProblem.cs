namespace Sluice.Imports.Registry;

/// <summary>Why a row cannot be used.</summary>
/// <param name="Code">Stable, for programs.</param>
/// <param name="Field">The field that is wrong.</param>
/// <param name="Message">For people; never quotes keys or residents' data.</param>
internal sealed record RowProblem(string Code, string Field, string Message);
