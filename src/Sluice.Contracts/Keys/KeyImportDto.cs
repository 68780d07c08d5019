namespace Sluice.Contracts.Keys;

/// <summary>What became of a key file.</summary>
public sealed record KeyImportDto
{
    /// <summary>Each usable key, in the order of the file.</summary>
    public required IReadOnlyList<KeyResultDto> Keys { get; init; }

    /// <summary>Rows that are not usable, and what was noticed on the way.</summary>
    public required IReadOnlyList<KeyProblemDto> Problems { get; init; }

    /// <summary>Archived telegrams that could not be read before and are readings now.</summary>
    public required long Healed { get; init; }

    /// <summary>True when more telegrams are being decoded in the background.</summary>
    public required bool Healing { get; init; }
}

/// <summary>What became of one key. Never the key.</summary>
public sealed record KeyResultDto
{
    /// <summary>The row of the file, from 1.</summary>
    public required int Row { get; init; }

    /// <summary>The meter's serial number.</summary>
    public required string SerialNumber { get; init; }

    /// <summary>The meter; absent when it is not registered and the file does not name the maker.</summary>
    public string? MeterId { get; init; }

    /// <summary>First eight hexadecimal digits of the key's SHA-256.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>ADDED, UNCHANGED, REPLACED (the earlier key is kept too); REFUSED for one that does not open the meter's telegrams; UNKNOWN_METER when no society has the meter.</summary>
    public required string Outcome { get; init; }

    /// <summary>PROVEN by an archived telegram, UNPROVEN for want of one, REFUTED by those there are.</summary>
    public required string Proof { get; init; }

    /// <summary>False: the key waits for its meter to be registered.</summary>
    public required bool Registered { get; init; }

    /// <summary>The society that keeps it.</summary>
    public string? SocietyId { get; init; }
}

/// <summary>A row that is not usable, or something noticed. Never quotes a key.</summary>
public sealed record KeyProblemDto
{
    /// <summary>The row of the file, from 1.</summary>
    public required int Row { get; init; }

    /// <summary>The serial number when the row has a good one.</summary>
    public string? SerialNumber { get; init; }

    /// <summary>Stable, for programs.</summary>
    public required string Code { get; init; }

    /// <summary>For people.</summary>
    public required string Message { get; init; }
}
