namespace Sluice.Contracts.Telegrams;

/// <summary>A telegram that gave no reading.</summary>
public sealed record UndecodedDto
{
    /// <summary>Its number in the archive.</summary>
    public required string Id { get; init; }

    /// <summary>The meter it is of; absent when not even that can be read.</summary>
    public string? MeterId { get; init; }

    /// <summary>Why, for example <c>NoKey</c>.</summary>
    public required string State { get; init; }

    /// <summary>When it was taken in, UTC.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The receiver.</summary>
    public string? Device { get; init; }

    /// <summary>Its signal, dBm.</summary>
    public int? RssiDbm { get; init; }

    /// <summary>The telegram in hexadecimal.</summary>
    public required string RawTelegram { get; init; }
}

/// <summary>A page of telegrams that gave no reading, newest first.</summary>
public sealed record UndecodedPage
{
    /// <summary>The page.</summary>
    public required IReadOnlyList<UndecodedDto> Telegrams { get; init; }

    /// <summary>Pass as <c>?next=</c> to go on; absent on the last page.</summary>
    public string? Next { get; init; }
}
