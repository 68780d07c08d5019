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

    /// <summary>Where in the JSON that was sent, as RFC 6901 has it: <c>/meters/2/location/lat</c>.</summary>
    public string? Pointer { get; init; }

    /// <summary>For a mistake of the server: what its log has the rest under.</summary>
    public string? Trace { get; init; }

    /// <summary>What of the delivery had been archived before the problem; sending it again does no harm.</summary>
    public Telegrams.ReceiptDto? Receipt { get; init; }
}
