using Sluice.Metering.Telegrams;

namespace Sluice.Storage.Sqlite;

/// <summary>Does its part of a commit of the intake in the same transaction: what it writes is there exactly when the telegrams are.</summary>
/// <remarks>Runs on the writer's thread, one commit at a time. An exception undoes the whole commit.</remarks>
internal interface ICommitParticipant
{
    /// <summary>The items have been written with these outcomes; the transaction is still open.</summary>
    void OnCommit(Session session, IReadOnlyList<IntakeItem> items, IReadOnlyList<IntakeOutcome> outcomes);
}
