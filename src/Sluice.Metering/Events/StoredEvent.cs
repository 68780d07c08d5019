using Sluice.Metering.Identity;

namespace Sluice.Metering.Events;

/// <summary>Something rare that happened. New readings are not events: they are followed by their own sequence, see <see cref="Readings.IReadingStore.ListAfterAsync(SocietyScope, long, int, CancellationToken)"/>.</summary>
public sealed record StoredEvent
{
    /// <summary>Place in the order of happening, over all societies; greater than 0, rising, with gaps.</summary>
    public required long Sequence { get; init; }

    /// <summary>The society; null: the installation.</summary>
    public required SocietyId? Society { get; init; }

    /// <summary>One of <see cref="EventTypes"/>; of a newer Sluice perhaps another one.</summary>
    public required string Type { get; init; }

    /// <summary>What it is about: the id of the round, alert, job, meter.</summary>
    public required string Subject { get; init; }

    /// <summary>When it was noted, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>A small JSON object; its shape depends on the type.</summary>
    public required string Data { get; init; }
}

/// <summary>An event to append.</summary>
/// <param name="Type">One of <see cref="EventTypes"/>.</param>
/// <param name="Subject">What it is about; at most <see cref="MaxSubject"/> characters.</param>
/// <param name="Data">A JSON object of at most <see cref="MaxData"/> characters; no keys, no residents.</param>
/// <param name="Key">Makes appending safe to repeat: of events with the same key only the first one is kept. Null: it is appended once, in the transaction of what it tells.</param>
public sealed record NewEvent(string Type, string Subject, string Data, string? Key = null)
{
    /// <summary>The longest subject and key.</summary>
    public const int MaxSubject = 200;

    /// <summary>The longest data.</summary>
    public const int MaxData = 4_096;

    /// <summary>Refuses what no log keeps.</summary>
    /// <exception cref="ArgumentException">The type is not in the catalogue, or a text is too long.</exception>
    public void ThrowIfUnfit()
    {
        if (EventTypes.Find(Type) is null) throw new ArgumentException($"'{Type}' is not in the catalogue of events.", nameof(Type));
        if (Subject.Length > MaxSubject || Key?.Length > MaxSubject) throw new ArgumentException($"An event's subject and key have at most {MaxSubject} characters.", nameof(Subject));
        if (Data.Length > MaxData) throw new ArgumentException($"An event's data have at most {MaxData} characters; these have {Data.Length}.", nameof(Data));
    }
}
