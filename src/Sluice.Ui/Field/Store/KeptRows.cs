using Sluice.Contracts.Sessions;
using Sluice.Contracts.Societies;

namespace Sluice.Ui.Field.Store;

/// <summary>A telegram that waits for the server.</summary>
public sealed record KeptTelegram
{
    /// <summary>Its number in the store; null: not stored yet.</summary>
    public long? N { get; init; }

    /// <summary>The round it was heard in.</summary>
    public required string Round { get; init; }

    /// <summary>When, Unix milliseconds by the phone's clock.</summary>
    public required long At { get; init; }

    /// <summary>Its bytes, hexadecimal.</summary>
    public required string Hex { get; init; }

    /// <summary>Signal, dBm.</summary>
    public int? Rssi { get; init; }

    /// <summary>The reader.</summary>
    public string? Device { get; init; }

    /// <summary>Where the phone was, degrees.</summary>
    public double? Lat { get; init; }

    /// <summary>Where the phone was, degrees.</summary>
    public double? Lng { get; init; }
}

/// <summary>What a round heard of one meter, on this phone.</summary>
public sealed record KeptHeard
{
    /// <summary>The round and the meter: the row's key.</summary>
    public required string K { get; init; }

    /// <summary>The round.</summary>
    public required string Round { get; init; }

    /// <summary>The meter.</summary>
    public required string Meter { get; init; }

    /// <summary>First heard, Unix milliseconds.</summary>
    public required long First { get; init; }

    /// <summary>Last heard, Unix milliseconds.</summary>
    public required long Last { get; init; }

    /// <summary>Best signal, dBm.</summary>
    public int? Rssi { get; init; }
}

/// <summary>A round as the server told it last, or as the phone began it.</summary>
public sealed record KeptRound
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Who keeps it here: another person on this phone does not see it.</summary>
    public required string Subject { get; init; }

    /// <summary>The round.</summary>
    public required SessionDto Session { get; init; }

    /// <summary>When the server said so, Unix milliseconds.</summary>
    public required long At { get; init; }

    /// <summary>Its meters.</summary>
    public required IReadOnlyList<TargetDto> Targets { get; init; }

    /// <summary>Other meters that were heard.</summary>
    public IReadOnlyList<HeardDto> Unlisted { get; init; } = [];
}

/// <summary>A society as the server told it last: enough to begin a round without network.</summary>
public sealed record KeptPlace
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Who keeps it here.</summary>
    public required string Subject { get; init; }

    /// <summary>The society.</summary>
    public required SocietyDto Society { get; init; }

    /// <summary>Its towers, flats and meters.</summary>
    public required StructureDto Structure { get; init; }
}

/// <summary>Something a person did that the server does not know yet. Sent in the order done.</summary>
public sealed record KeptEntry
{
    /// <summary>Its number in the store; null: not stored yet.</summary>
    public long? N { get; init; }

    /// <summary>The round.</summary>
    public required string Round { get; init; }

    /// <summary>When, Unix milliseconds.</summary>
    public required long At { get; init; }

    /// <summary>The round's society.</summary>
    public required string Society { get; init; }

    /// <summary>A round begun.</summary>
    public StartSessionDto? Start { get; init; }

    /// <summary>A note about a meter.</summary>
    public UpdateTargetDto? Note { get; init; }

    /// <summary>A change of the round: <c>pause</c>, <c>resume</c>, <c>complete</c>, <c>fail</c>, <c>reopen</c>, <c>join</c>.</summary>
    public string? Change { get; init; }

    /// <summary>Its reason.</summary>
    public string? Reason { get; init; }

    /// <summary>Why the server refused it; null: it was not asked yet.</summary>
    public string? Refused { get; init; }
}

/// <summary>What waits for the server.</summary>
/// <param name="Telegrams">Telegrams.</param>
/// <param name="Entries">What people did.</param>
/// <param name="Since">When the oldest of them was kept, Unix milliseconds; null: nothing waits.</param>
public sealed record Waiting(int Telegrams, int Entries, long? Since)
{
    /// <summary>Nothing waits.</summary>
    public static Waiting Nothing { get; } = new(0, 0, null);
}

/// <summary>Rows to put and keys to remove, all or none of them.</summary>
public sealed record FieldChanges
{
    /// <summary>Telegrams.</summary>
    public IReadOnlyList<KeptTelegram>? Telegrams { get; init; }

    /// <summary>Meters heard.</summary>
    public IReadOnlyList<KeptHeard>? Heard { get; init; }

    /// <summary>Rounds.</summary>
    public IReadOnlyList<KeptRound>? Rounds { get; init; }

    /// <summary>What people did.</summary>
    public IReadOnlyList<KeptEntry>? Outbox { get; init; }

    /// <summary>Societies.</summary>
    public IReadOnlyList<KeptPlace>? Places { get; init; }
}

/// <summary>Keys to remove.</summary>
public sealed record FieldRemovals
{
    /// <summary>Telegrams the server has.</summary>
    public IReadOnlyList<long>? Telegrams { get; init; }

    /// <summary>Entries the server has.</summary>
    public IReadOnlyList<long>? Outbox { get; init; }
}
