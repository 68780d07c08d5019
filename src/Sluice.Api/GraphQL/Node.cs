using Sluice.Metering.Identity;

namespace Sluice.Api.GraphQL;

/// <summary>Something of a society, with the scope it was read with: whatever hangs below it is reached with the same scope, or not at all.</summary>
/// <param name="Value">What was read.</param>
/// <param name="Scope">The scope.</param>
internal sealed record Node<T>(T Value, SocietyScope Scope);

/// <summary>A page of a list.</summary>
/// <param name="Items">What fits the filter.</param>
/// <param name="NextToken">Where to go on; null: nowhere.</param>
/// <param name="ScannedCount">Rows looked at.</param>
internal sealed record Connection(IReadOnlyList<object> Items, string? NextToken, int ScannedCount)
{
    /// <summary>Nothing.</summary>
    public static Connection Empty { get; } = new([], null, 0);
}
