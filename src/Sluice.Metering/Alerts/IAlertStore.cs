using Sluice.Metering.Identity;
using Sluice.Metering.Readings;
using Sluice.Metering.Validation;

namespace Sluice.Metering.Alerts;

/// <summary>The alerts. Those of readings are raised and closed in the commit that stores the readings; workers raise the others.</summary>
/// <remarks>Safe for use from many threads; a change is durable when its call returns. Providers fail with <see cref="Storage.StorageException"/>.</remarks>
public interface IAlertStore
{
    /// <summary>The largest page.</summary>
    const int MaxPage = 1_000;

    /// <summary>A society's alerts, last made first.</summary>
    /// <param name="next">The cursor of the page before; null for the first page.</param>
    /// <param name="limit">1 to <see cref="MaxPage"/>.</param>
    /// <exception cref="FormatException"><paramref name="next"/> is not a cursor of this list.</exception>
    ValueTask<Page<Alert>> ListAsync(SocietyScope scope, AlertFilter filter, string? next, int limit, CancellationToken ct);

    /// <summary>An alert of the society; null when there is none.</summary>
    ValueTask<Alert?> FindAsync(SocietyScope scope, long id, CancellationToken ct);

    /// <summary>The society of an alert; null when there is none. For letting callers in, nothing else.</summary>
    ValueTask<SocietyId?> FindSocietyAsync(long id, CancellationToken ct);

    /// <summary>How many alerts the society has that are not closed, by rule and state.</summary>
    ValueTask<IReadOnlyList<AlertCount>> CountAsync(SocietyScope scope, CancellationToken ct);

    /// <summary>Raises alerts, by <see cref="AlertRules.Note"/>.</summary>
    ValueTask NoteAsync(SocietyScope scope, IReadOnlyList<AlertSighting> seen, CancellationToken ct);

    /// <summary>Notes that something was heard without a condition, by <see cref="AlertRules.Clear"/>.</summary>
    ValueTask ClearAsync(SocietyScope scope, IReadOnlyList<AlertSighting> gone, CancellationToken ct);

    /// <summary>Somebody takes note of an alert or closes it.</summary>
    /// <param name="action"><see cref="AlertAction.Acknowledged"/> or <see cref="AlertAction.Closed"/>.</param>
    /// <param name="note">At most <see cref="Alert.MaxNote"/> characters.</param>
    /// <returns>The alert after it; its state tells whether it was done: null when there is none, unchanged when it is closed already.</returns>
    ValueTask<Alert?> ChangeAsync(SocietyScope scope, long id, AlertAction action, string note, DateTimeOffset at, CancellationToken ct);
}

/// <summary>Which alerts. Null: any.</summary>
/// <param name="State">In this state.</param>
/// <param name="Rule">Of this rule.</param>
/// <param name="Subject">About this meter or gateway.</param>
public sealed record AlertFilter(AlertState? State = null, RuleId? Rule = null, string? Subject = null);

/// <summary>How many.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="State">Open or acknowledged.</param>
/// <param name="Count">Alerts.</param>
public readonly record struct AlertCount(RuleId Rule, AlertState State, long Count);
