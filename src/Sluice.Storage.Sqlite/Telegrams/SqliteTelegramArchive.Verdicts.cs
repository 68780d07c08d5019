using Sluice.Metering.Telegrams;

namespace Sluice.Storage.Sqlite;

public sealed partial class SqliteTelegramArchive
{
    public async ValueTask SetVerdictsAsync(IReadOnlyList<TelegramVerdict> verdicts, CancellationToken ct)
    {
        if (verdicts.Count > 0) await store.WriteAsync(session => SetVerdicts(session, verdicts), verdicts.Count, ct);
    }

    internal static int SetVerdicts(Session session, IReadOnlyList<TelegramVerdict> verdicts)
    {
        var changes = new Dictionary<DecodeState, long>();
        var set = 0;
        foreach (var verdict in verdicts)
        {
            if (session.Number("Telegrams.State", ("$id", verdict.Id)) is not { } before) continue;
            set += session.Run("Telegrams.SetVerdict",
                ("$state", (long)verdict.State),
                ("$meter", verdict.Meter is { } meter ? Columns.FromMeter(meter) : null),
                ("$signature", (long?)verdict.Signature),
                ("$layer", (long)verdict.Layer),
                ("$offset", (long)verdict.Offset),
                ("$id", verdict.Id));
            changes[(DecodeState)before] = changes.GetValueOrDefault((DecodeState)before) - 1;
            changes[verdict.State] = changes.GetValueOrDefault(verdict.State) + 1;
        }
        AddToCounts(session, changes);
        return set;
    }
}
