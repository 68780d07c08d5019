namespace Sluice.Metering.Telegrams;

/// <summary>What became of a delivery. Everything counted in <see cref="Received"/> is on disk.</summary>
/// <param name="Received">Telegrams archived.</param>
/// <param name="Stored">New readings.</param>
/// <param name="Repeats">Telegrams that were there already, from another receiver or an earlier delivery.</param>
/// <param name="Undecoded">Telegrams that gave no reading, by reason. They are kept.</param>
/// <param name="Counted">Telegrams of a gateway that were counted but not kept, because enough of their meter are.</param>
/// <param name="Rejected">Lines or records that held no telegram at all; not kept.</param>
public sealed record IntakeReceipt(
    int Received,
    int Stored,
    int Repeats,
    IReadOnlyDictionary<DecodeState, int> Undecoded,
    int Counted,
    int Rejected)
{
    /// <summary>Nothing came in.</summary>
    public static IntakeReceipt None { get; } = new(0, 0, 0, new Dictionary<DecodeState, int>(), 0, 0);

    /// <summary>Counts outcomes.</summary>
    public static IntakeReceipt Of(IReadOnlyList<IntakeOutcome> outcomes, int rejected)
    {
        int kept = 0, stored = 0, repeats = 0;
        var undecoded = new Dictionary<DecodeState, int>();
        foreach (var outcome in outcomes)
        {
            if (outcome.TelegramId == 0) continue;
            kept++;
            if (outcome.State == DecodeState.Decoded) stored++;
            else if (outcome.State == DecodeState.Repeated) repeats++;
            else undecoded[outcome.State] = undecoded.GetValueOrDefault(outcome.State) + 1;
        }
        return new(kept, stored, repeats, undecoded, outcomes.Count - kept, rejected);
    }

    /// <summary>Both deliveries together.</summary>
    public IntakeReceipt And(IntakeReceipt other) => new(
        Received + other.Received,
        Stored + other.Stored,
        Repeats + other.Repeats,
        Undecoded.Concat(other.Undecoded).GroupBy(static u => u.Key, static u => u.Value).ToDictionary(static g => g.Key, static g => g.Sum()),
        Counted + other.Counted,
        Rejected + other.Rejected);
}

/// <summary>What became of every telegram of a delivery.</summary>
/// <param name="Receipt">The sum.</param>
/// <param name="Items">What decoding made of each; null for one that was rejected.</param>
/// <param name="Outcomes">What became of each, in the order received; of a rejected one the default.</param>
public sealed record IntakeResult(IntakeReceipt Receipt, IReadOnlyList<IntakeItem?> Items, IReadOnlyList<IntakeOutcome> Outcomes);
