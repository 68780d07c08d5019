namespace Sluice.Storage.Sqlite.Operation;

/// <summary>What an operator watches.</summary>
/// <param name="ActiveSessions">Rounds under way.</param>
/// <param name="Keys">Meter keys kept, earlier versions included.</param>
/// <param name="Bytes">The database and its log on disk.</param>
/// <param name="Waiting">Calls that wait for the writer.</param>
public sealed record StoreState(long ActiveSessions, long Keys, long Bytes, int Waiting);
