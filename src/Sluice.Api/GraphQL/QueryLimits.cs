namespace Sluice.Api.GraphQL;

/// <summary>What one GraphQL request may ask for.</summary>
public sealed record QueryLimits
{
    /// <summary>The largest body of a request, bytes.</summary>
    public int MaxBodyBytes { get; init; } = 256 << 10;

    /// <summary>The longest document, characters.</summary>
    public int MaxDocument { get; init; } = 64 << 10;

    /// <summary>The most tokens of a document: names, numbers, brackets.</summary>
    public int MaxTokens { get; init; } = 5_000;

    /// <summary>The deepest field; those at the root are of depth 1. Introspection is as deep as it must be.</summary>
    public int MaxDepth { get; init; } = 12;

    /// <summary>The most fields, counted each time a fragment is used.</summary>
    public int MaxFields { get; init; } = 1_000;

    /// <summary>The most fields under another name than their own.</summary>
    public int MaxAliases { get; init; } = 50;

    /// <summary>The most operations of one request.</summary>
    public int MaxBatch { get; init; } = 10;

    /// <summary>The most that a request's operations may cost together: about one for each value they can give back.</summary>
    public long MaxCost { get; init; } = 200_000;

    /// <summary>How long an operation may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>True: <c>__schema</c> and <c>__type</c> are answered. The schema is a file, docs/schema.graphql, so nobody needs it in production.</summary>
    public bool Introspection { get; init; }
}
