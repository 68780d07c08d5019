namespace Sluice.Contracts;

/// <summary>What went wrong, as RFC 9457 has it, with our stable <see cref="Code"/>.</summary>
public sealed record ProblemDto
{
    /// <summary><c>about:blank</c>: the title says it.</summary>
    public string Type { get; init; } = "about:blank";

    /// <summary>Short, the same for every problem of this code.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status code.</summary>
    public required int Status { get; init; }

    /// <summary>What happened here and what to do.</summary>
    public required string Detail { get; init; }

    /// <summary>Stable, for programs.</summary>
    public required string Code { get; init; }

    /// <summary>What of the delivery had been archived before the problem; sending it again does no harm.</summary>
    public Telegrams.ReceiptDto? Receipt { get; init; }
}
