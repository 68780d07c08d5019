namespace Sluice.Metering.Telegrams;

/// <summary>What became of a delivery. Everything counted in <see cref="Received"/> is in the archive, on disk.</summary>
/// <param name="Received">Telegrams archived.</param>
/// <param name="Stored">New readings.</param>
/// <param name="Repeats">Telegrams that were there already, from another receiver or an earlier delivery.</param>
/// <param name="Undecoded">Telegrams that gave no reading, by reason. They are kept.</param>
/// <param name="Pending">Telegrams archived but not looked at yet, because the store could not take more; they will be.</param>
/// <param name="Rejected">Lines or records that held no telegram at all; not kept.</param>
public sealed record IntakeReceipt(
    int Received,
    int Stored,
    int Repeats,
    IReadOnlyDictionary<DecodeState, int> Undecoded,
    int Pending,
    int Rejected)
{
    /// <summary>Nothing came in.</summary>
    public static IntakeReceipt None { get; } = new(0, 0, 0, new Dictionary<DecodeState, int>(), 0, 0);

    /// <summary>Both deliveries together.</summary>
    public IntakeReceipt And(IntakeReceipt other) => new(
        Received + other.Received,
        Stored + other.Stored,
        Repeats + other.Repeats,
        Undecoded.Concat(other.Undecoded).GroupBy(static u => u.Key, static u => u.Value).ToDictionary(static g => g.Key, static g => g.Sum()),
        Pending + other.Pending,
        Rejected + other.Rejected);
}
