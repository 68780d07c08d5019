using Sluice.Metering.Identity;
using Sluice.Metering.Telegrams;

namespace Sluice.Storage.Sqlite;

/// <summary>What may be forgotten of a telegram after some time, and whose settings say when: society (word) × 4 + kind.</summary>
internal static class KeepColumn
{
    private const long RoundWithPosition = 1, Round = 2, Gateway = 3, Kinds = 4;

    /// <summary>Null: kept for good.</summary>
    public static long? Of(Session session, Words words, ArrivalContext context)
    {
        if (context.OccasionOf is not { } society) return null;
        var kind = context switch { { Session: not null, Gps: not null } => RoundWithPosition, { Session: not null } => Round, { FromGateway: true } => Gateway, _ => 0 };
        return kind == 0 ? null : (words.Number(session, society.Text) * Kinds) + kind;
    }

    /// <summary>The values of telegrams of an occasion.</summary>
    public static IEnumerable<long> Of(Session session, Words words, SocietyId society, Occasion occasion)
    {
        var first = words.Number(session, society.Text)!.Value * Kinds;
        return occasion == Occasion.Gateway ? [first + Gateway] : [first + RoundWithPosition, first + Round];
    }

    /// <summary>Rounds' telegrams with positions, and what they are without.</summary>
    public static (long With, long Without) Positions(Session session, Words words, SocietyId society)
    {
        var first = words.Number(session, society.Text)!.Value * Kinds;
        return (first + RoundWithPosition, first + Round);
    }
}
