namespace Sluice.Contracts.Telegrams;

/// <summary>What became of one telegram sent to be decrypted. It is kept in any case, unless it is no hexadecimal text.</summary>
public sealed record DecryptedDto
{
    /// <summary>True: there is a reading.</summary>
    public required bool Success { get; init; }

    /// <summary>The meter the telegram is of; absent when not even that can be read.</summary>
    public string? MeterId { get; init; }

    /// <summary>The reading's id; the same for every repeat of the telegram.</summary>
    public string? ReadingId { get; init; }

    /// <summary>True: the telegram was there already.</summary>
    public bool? Repeat { get; init; }

    /// <summary>Volume at <see cref="Timestamp"/>, m³, exact.</summary>
    public decimal? Consumption { get; init; }

    /// <summary>When the meter was heard, UTC.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>GOOD, FAIR or POOR.</summary>
    public string? Quality { get; init; }

    /// <summary>Ids of the rules that say why it is not GOOD.</summary>
    public IReadOnlyList<string>? Reasons { get; init; }

    /// <summary>Volume at <see cref="TargetDate"/>, m³, exact.</summary>
    public decimal? Target { get; init; }

    /// <summary>The day of <see cref="Target"/>.</summary>
    public DateOnly? TargetDate { get; init; }

    /// <summary><c>OK</c>, or info codes separated by spaces.</summary>
    public string? Status { get; init; }

    /// <summary>Why there is no reading: a state such as <c>NoKey</c>, or <c>BadHex</c>, <c>WrongMeter</c>.</summary>
    public string? Code { get; init; }

    /// <summary>The same in words.</summary>
    public string? Detail { get; init; }
}

/// <summary>Answer to <c>POST /api/decrypt/batch</c>.</summary>
public sealed record DecryptedBatchDto
{
    /// <summary>One for each telegram, in the order sent.</summary>
    public required IReadOnlyList<DecryptedDto> Results { get; init; }

    /// <summary>The sum.</summary>
    public required ReceiptDto Summary { get; init; }
}
