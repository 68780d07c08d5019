namespace Sluice.Metering.Telegrams;

/// <summary>Every telegram taken in, kept before it is understood, so that nothing acknowledged is ever lost and everything can be decoded again.</summary>
/// <remarks>Safe for use from many threads. Providers fail with <see cref="Storage.StorageException"/>.</remarks>
public interface ITelegramArchive
{
    /// <summary>Archives a batch, all of it or nothing. When the call returns, the batch survives the end of the process and of the power.</summary>
    /// <param name="batch">Telegrams in the order heard; an empty batch is allowed. The bytes are copied.</param>
    /// <param name="ct">Ends the waiting; the batch may or may not be archived then.</param>
    /// <returns>The numbers given, one per telegram in order: rising, greater than those of any batch that had returned before this call began.
    /// All are <see cref="DecodeState.Pending"/>. The same telegram appended twice is archived twice: telling repeats apart needs decoding.</returns>
    /// <exception cref="ArgumentException">A telegram is empty or longer than <see cref="TelegramArrival.MaxBytes"/>.</exception>
    ValueTask<IReadOnlyList<long>> AppendAsync(IReadOnlyList<TelegramArrival> batch, CancellationToken ct);

    /// <summary>Records what became of telegrams; the last verdict counts. Verdicts on numbers that are not in the archive are passed over.</summary>
    ValueTask SetVerdictsAsync(IReadOnlyList<TelegramVerdict> verdicts, CancellationToken ct);

    /// <summary>The telegram with this number; null when there is none.</summary>
    ValueTask<ArchivedTelegram?> FindAsync(long id, CancellationToken ct);

    /// <summary>Telegrams that were archived but have no verdict yet: the backlog after a crash. By rising number.</summary>
    /// <param name="after">Only those with a greater number; 0 for the first page.</param>
    /// <param name="limit">At most so many, 1 to 10,000.</param>
    ValueTask<IReadOnlyList<ArchivedTelegram>> ListPendingAsync(long after, int limit, CancellationToken ct);

    /// <summary>Telegrams that a new key or the registration of their meter may heal: see <see cref="DecodeStates.WaitsForMeter"/>. By rising number.</summary>
    /// <param name="serial">The meter's serial number, as in a meter address; null: of every meter.</param>
    /// <param name="after">Only those with a greater number; 0 for the first page.</param>
    /// <param name="limit">At most so many, 1 to 10,000.</param>
    ValueTask<IReadOnlyList<ArchivedTelegram>> ListLackingKeyAsync(uint? serial, long after, int limit, CancellationToken ct);

    /// <summary>Telegrams a newly learned format may open: state <see cref="DecodeState.UnknownFormat"/>. By rising number.</summary>
    /// <param name="signature">The format's signature; null: of every unknown format.</param>
    /// <param name="after">Only those with a greater number; 0 for the first page.</param>
    /// <param name="limit">At most so many, 1 to 10,000.</param>
    ValueTask<IReadOnlyList<ArchivedTelegram>> ListLackingFormatAsync(ushort? signature, long after, int limit, CancellationToken ct);

    /// <summary>How many telegrams are in each state; states without telegrams may be absent. Cheap at any size.</summary>
    ValueTask<IReadOnlyDictionary<DecodeState, long>> CountAsync(CancellationToken ct);
}
