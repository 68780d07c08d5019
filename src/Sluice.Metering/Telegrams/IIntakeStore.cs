namespace Sluice.Metering.Telegrams;

/// <summary>Keeps telegrams and their readings together: the only way into the archive and the readings.</summary>
/// <remarks>Safe for use from many threads. Providers fail with <see cref="Storage.StorageException"/>.</remarks>
public interface IIntakeStore
{
    /// <summary>The most items of one call.</summary>
    const int MaxItems = IntakeOptions.MaxBatch;

    /// <summary>Archives telegrams with their verdicts and stores their readings, all of the batch or nothing. When the call returns, it survives the end of the process and of the power.</summary>
    /// <remarks>
    /// Safe to repeat: the key of a reading is <see cref="Readings.Reading.Identity"/>. A repeat, however late and from wherever, makes no second reading; it is archived as
    /// <see cref="DecodeState.Repeated"/> and only raises the first one's receivers and signal, and when the meter was last heard. An item whose telegram is in the archive already
    /// (<see cref="IntakeItem.TelegramId"/>) gets its new verdict there; one that has its reading already is answered as the first time. Items of numbers that are not in the archive are passed over.
    /// Commit participants do their part in the same transaction.
    /// </remarks>
    /// <param name="items">In the order heard, at most <see cref="MaxItems"/>; an empty batch is allowed. Bytes are copied.</param>
    /// <param name="ct">Ends the waiting; the batch may or may not be kept then.</param>
    /// <returns>One outcome per item, in order. Numbers given rise and are greater than those of any batch that had returned before this call began.</returns>
    /// <exception cref="ArgumentException">A telegram or reading is not fit to be kept; nothing of the batch is.</exception>
    ValueTask<IReadOnlyList<IntakeOutcome>> CommitAsync(IReadOnlyList<IntakeItem> items, CancellationToken ct);
}

/// <summary>Does its part of a commit to the in-memory store: runs before the commit is answered, once per commit, one commit at a time.</summary>
public interface ICommitParticipant
{
    /// <summary>The items are about to be kept with these outcomes. Must not throw.</summary>
    void OnCommit(IReadOnlyList<IntakeItem> items, IReadOnlyList<IntakeOutcome> outcomes);
}
