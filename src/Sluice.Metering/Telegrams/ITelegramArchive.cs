using Sluice.Metering.Identity;

namespace Sluice.Metering.Telegrams;

/// <summary>Every telegram kept by <see cref="IIntakeStore"/>, so that what could not be decoded can be, and what was decoded can be again.</summary>
/// <remarks>Safe for use from many threads. Providers fail with <see cref="Storage.StorageException"/>.</remarks>
public interface ITelegramArchive
{
    /// <summary>The telegram with this number; null when there is none.</summary>
    ValueTask<ArchivedTelegram?> FindAsync(long id, CancellationToken ct);

    /// <summary>Several telegrams at once; those that are not there are not in it. Providers that can do it in one go override it.</summary>
    /// <param name="ids">At most 1,000.</param>
    async ValueTask<IReadOnlyDictionary<long, ArchivedTelegram>> FindManyAsync(IReadOnlyCollection<long> ids, CancellationToken ct)
    {
        var found = new Dictionary<long, ArchivedTelegram>();
        foreach (var id in ids)
            if (await FindAsync(id, ct) is { } telegram) found[id] = telegram;
        return found;
    }

    /// <summary>Telegrams that have no verdict yet: left by a version that archived first and decoded later. By rising number.</summary>
    /// <param name="after">Only those with a greater number; 0 for the first page.</param>
    /// <param name="limit">At most so many, 1 to 10,000.</param>
    ValueTask<IReadOnlyList<ArchivedTelegram>> ListPendingAsync(long after, int limit, CancellationToken ct);

    /// <summary>Telegrams that a new key or the registration of their meter may heal: see <see cref="DecodeStates.WaitsForMeter"/>. By rising number.</summary>
    /// <param name="serial">The meter's serial number, as in a meter address; null: of every meter.</param>
    /// <param name="after">Only those with a greater number; 0 for the first page.</param>
    /// <param name="limit">At most so many, 1 to 10,000.</param>
    ValueTask<IReadOnlyList<ArchivedTelegram>> ListWaitingForMeterAsync(uint? serial, long after, int limit, CancellationToken ct);

    /// <summary>Telegrams a newly learned format may open: state <see cref="DecodeState.UnknownFormat"/>. By rising number.</summary>
    /// <param name="signature">The format's signature; null: of every unknown format.</param>
    /// <param name="after">Only those with a greater number; 0 for the first page.</param>
    /// <param name="limit">At most so many, 1 to 10,000.</param>
    ValueTask<IReadOnlyList<ArchivedTelegram>> ListLackingFormatAsync(ushort? signature, long after, int limit, CancellationToken ct);

    /// <summary>Telegrams of a society's meters that gave no reading, newest first.</summary>
    /// <param name="scope">The society.</param>
    /// <param name="state">Only those of this state; null: of every one that <see cref="DecodeStates.IsUndecoded"/>.</param>
    /// <param name="before">Only those with a smaller number; <see cref="long.MaxValue"/> for the first page.</param>
    /// <param name="limit">At most so many, 1 to 10,000.</param>
    ValueTask<IReadOnlyList<ArchivedTelegram>> ListUndecodedAsync(SocietyScope scope, DecodeState? state, long before, int limit, CancellationToken ct);

    /// <summary>How many telegrams are in each state; states without telegrams may be absent. Cheap at any size.</summary>
    ValueTask<IReadOnlyDictionary<DecodeState, long>> CountAsync(CancellationToken ct);
}
