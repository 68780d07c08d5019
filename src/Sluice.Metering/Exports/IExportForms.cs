namespace Sluice.Metering.Exports;

/// <summary>Knows the forms of export files: checks what a society brings of its own before it is kept.</summary>
public interface IExportForms
{
    /// <summary>The billing layouts every society has, as JSON, by name.</summary>
    IReadOnlyDictionary<string, ReadOnlyMemory<byte>> BillingLayouts { get; }

    /// <summary>Whether a billing layout can be used.</summary>
    /// <param name="json">The layout.</param>
    /// <param name="name">The name it is kept under, which is the one it has to have itself.</param>
    /// <returns>What is wrong with it and where; null: nothing.</returns>
    string? ProblemOfLayout(ReadOnlyMemory<byte> json, string name);

    /// <summary>Whether a workbook can be filled: tries it, without rows.</summary>
    /// <param name="workbook">The workbook; must seek.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>What is wrong with it and where; null: nothing.</returns>
    ValueTask<string?> ProblemOfWorkbookAsync(Stream workbook, CancellationToken ct);
}
