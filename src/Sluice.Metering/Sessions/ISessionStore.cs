using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Readings;

namespace Sluice.Metering.Sessions;

/// <summary>The rounds of the societies with their targets. Counts are exact: every change of a target and of the counts is one transaction.</summary>
/// <remarks>Safe for use from many threads. Providers fail with <see cref="Storage.StorageException"/>. Writing calls are durable when they return.</remarks>
public interface ISessionStore
{
    /// <summary>The largest page.</summary>
    const int MaxPage = 1000;

    /// <summary>Starts a round. Safe to repeat: the key is its id.</summary>
    /// <param name="scope">The society; the round becomes one of it.</param>
    /// <param name="session">The round. Status, times, participants, counts and version are set by the store.</param>
    /// <param name="targets">At most <see cref="ScanSession.MaxTargets"/>, each meter once, in order; their ordinals are set by the store, what was heard or noted before is dropped.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <exception cref="ArgumentException">The round is of another society, has too many targets or one twice.</exception>
    ValueTask<StartOutcome> StartAsync(SocietyScope scope, ScanSession session, IReadOnlyList<SessionTarget> targets, CancellationToken ct);

    /// <summary>The round; null when the society has none of this id.</summary>
    ValueTask<ScanSession?> FindAsync(SocietyScope scope, SessionId id, CancellationToken ct);

    /// <summary>The society of a round, for letting callers in; null when there is no such round. The only call without a scope, because it leads to one.</summary>
    ValueTask<SocietyId?> FindSocietyAsync(SessionId id, CancellationToken ct);

    /// <summary>The society's rounds, last stored first.</summary>
    /// <param name="scope">The society.</param>
    /// <param name="filter">Which ones.</param>
    /// <param name="next">The cursor of the page before; null for the first page.</param>
    /// <param name="limit">1 to <see cref="MaxPage"/>.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <exception cref="FormatException"><paramref name="next"/> is not a cursor of this list.</exception>
    ValueTask<Page<ScanSession>> ListAsync(SocietyScope scope, SessionFilter filter, string? next, int limit, CancellationToken ct);

    /// <summary>Carries out a change by <see cref="SessionRules.Change"/>, on behalf of the scope's caller.</summary>
    ValueTask<ChangeResult> ChangeAsync(SocietyScope scope, SessionId id, SessionChange change, CancellationToken ct);

    /// <summary>Marks what was heard, whatever the round's status: targets by <see cref="TargetRules.Hear"/>, other meters on the list of the unlisted. Repeating it changes nothing.</summary>
    /// <returns>Null when the society has no such round.</returns>
    ValueTask<CaptureResult?> CaptureAsync(SocietyScope scope, SessionId id, IReadOnlyList<Capture> captures, CancellationToken ct);

    /// <summary>Notes something about a target by <see cref="TargetRules.Note"/>, on behalf of the scope's caller. Repeating it changes nothing.</summary>
    /// <exception cref="ArgumentException">The note has a <see cref="TargetNote.Fault"/>.</exception>
    ValueTask<NoteOutcome> NoteAsync(SocietyScope scope, SessionId id, MeterId meter, TargetNote note, CancellationToken ct);

    /// <summary>Targets in order.</summary>
    /// <param name="scope">The society.</param>
    /// <param name="id">The round; one that is not there has no targets.</param>
    /// <param name="filter">Which ones.</param>
    /// <param name="next">The cursor of the page before; null for the first page.</param>
    /// <param name="limit">1 to <see cref="ScanSession.MaxTargets"/>: planning needs them all.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <exception cref="FormatException"><paramref name="next"/> is not a cursor of this list.</exception>
    ValueTask<Page<SessionTarget>> ListTargetsAsync(SocietyScope scope, SessionId id, TargetFilter filter, string? next, int limit, CancellationToken ct);

    /// <summary>The meters of the targets of several rounds at once, in order; rounds the society does not have are not in it. Providers that can do it in one go override it.</summary>
    /// <param name="ids">At most <see cref="MaxPage"/>.</param>
    async ValueTask<IReadOnlyDictionary<SessionId, IReadOnlyList<MeterId>>> ListTargetMetersAsync(SocietyScope scope, IReadOnlyCollection<SessionId> ids, CancellationToken ct)
    {
        var found = new Dictionary<SessionId, IReadOnlyList<MeterId>>();
        foreach (var id in ids)
            if (await FindAsync(scope, id, ct) is not null)
                found[id] = [.. (await ListTargetsAsync(scope, id, new(), null, ScanSession.MaxTargets, ct)).Items.Select(static t => t.Meter)];
        return found;
    }

    /// <summary>One target; null when the meter is none of the round's.</summary>
    ValueTask<SessionTarget?> FindTargetAsync(SocietyScope scope, SessionId id, MeterId meter, CancellationToken ct);

    /// <summary>Counts by flat, in the order of the targets.</summary>
    /// <param name="scope">The society.</param>
    /// <param name="id">The round.</param>
    /// <param name="tower">Only of this tower; null: of all.</param>
    /// <param name="ct">Ends the waiting.</param>
    ValueTask<IReadOnlyList<FlatCounts>> CountByFlatAsync(SocietyScope scope, SessionId id, string? tower, CancellationToken ct);

    /// <summary>Counts by tower, in the order of the targets; the flats are empty.</summary>
    ValueTask<IReadOnlyList<FlatCounts>> CountByTowerAsync(SocietyScope scope, SessionId id, CancellationToken ct);

    /// <summary>Meters heard that are not targets, by serial number, then maker.</summary>
    /// <exception cref="FormatException"><paramref name="next"/> is not a cursor of this list.</exception>
    ValueTask<Page<HeardMeter>> ListUnlistedAsync(SocietyScope scope, SessionId id, string? next, int limit, CancellationToken ct);
}

/// <summary>Which rounds to list; what is null does not matter.</summary>
/// <param name="Status">In this status.</param>
/// <param name="User">That this subject takes or took part in.</param>
/// <param name="Mode">Of this mode.</param>
public sealed record SessionFilter(SessionStatus? Status = null, string? User = null, ScanMode? Mode = null);

/// <summary>Which targets to list; what is null does not matter.</summary>
/// <param name="State">In this state.</param>
/// <param name="Tower">In this tower.</param>
/// <param name="Flat">In flats of this number.</param>
public sealed record TargetFilter(TargetState? State = null, string? Tower = null, string? Flat = null);
