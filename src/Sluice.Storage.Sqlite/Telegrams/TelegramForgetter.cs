using Sluice.Metering.Identity;
using Sluice.Metering.Telegrams;

namespace Sluice.Storage.Sqlite;

/// <summary>Forgets telegrams, or where they were heard, a bounded step at a time. What they said stays as readings.</summary>
internal sealed class TelegramForgetter(Session session, Words words, SocietyId society, DateTimeOffset before, int limit)
{
    private const int PacksPerStep = 4;

    private readonly Dictionary<DecodeState, long> counts = [];

    /// <summary>Forgets telegrams of an occasion.</summary>
    /// <returns>How many; 0 when none is old enough.</returns>
    public int Forget(Occasion occasion)
    {
        var forgotten = 0;
        foreach (var keep in KeepColumn.Of(session, words, society, occasion)) forgotten += ForgetPacks(keep) + ForgetRows(keep);
        foreach (var (state, n) in counts) session.Raw("Telegrams.AddToCount").Bind((long)state, -n).Run();
        return forgotten;
    }

    /// <summary>Forgets where rounds' telegrams were heard.</summary>
    /// <returns>Of how many; 0 when none is old enough.</returns>
    public int ForgetPositions()
    {
        var (with, without) = KeepColumn.Positions(session, words, society);
        var forgotten = 0;
        foreach (var (last, _, telegrams) in OldPacks(with))
        {
            var pack = new TelegramPack();
            foreach (var telegram in telegrams) pack.Add(telegram.Arrival with { Context = telegram.Arrival.Context with { Gps = null } }, telegram.Verdict);
            var set = session.Raw("Telegrams.SetPack").Bind(last, null, without);
            set.BindBlob(2, pack.ToArray());
            set.Run();
            forgotten += telegrams.Count;
        }
        foreach (var (id, _) in OldRows(with)) forgotten += session.Run("Telegrams.RemovePosition", ("$id", id), ("$keep", without));
        return forgotten;
    }

    private int ForgetPacks(long keep)
    {
        var forgotten = 0;
        foreach (var (last, first, telegrams) in OldPacks(keep))
        {
            // One that got another verdict later has a row of its own, and is counted there.
            var elsewhere = new HashSet<long>();
            using (var rows = session.Bind("Telegrams.RowsOfPack", ("$first", first), ("$last", last)).ExecuteReader())
                while (rows.Read()) elsewhere.Add(rows.GetInt64(0));
            foreach (var telegram in telegrams.Where(t => !elsewhere.Contains(t.Id)))
            {
                Count(telegram.Verdict.State);
                forgotten++;
            }
            session.Run("Telegrams.RemovePack", ("$id", last));
        }
        return forgotten;
    }

    private int ForgetRows(long keep)
    {
        var old = OldRows(keep);
        foreach (var (id, state) in old)
        {
            session.Run("Telegrams.Remove", ("$id", id));
            Count(state);
        }
        return old.Count;
    }

    /// <summary>A pack is of one moment; they lie in the order of time.</summary>
    private List<(long Last, long First, List<ArchivedTelegram> Telegrams)> OldPacks(long keep)
    {
        var packs = new List<(long, long, List<ArchivedTelegram>)>();
        using var rows = session.Bind("Telegrams.PacksToForget", ("$keep", keep), ("$limit", PacksPerStep)).ExecuteReader();
        while (rows.Read())
        {
            List<ArchivedTelegram> telegrams = [.. TelegramPack.Read(rows.GetInt64(1), rows.GetFieldValue<byte[]>(2))];
            if (telegrams[^1].Arrival.ReceivedAt >= before) break;
            packs.Add((rows.GetInt64(0), rows.GetInt64(1), telegrams));
        }
        return packs;
    }

    private List<(long Id, DecodeState State)> OldRows(long keep)
    {
        var old = new List<(long, DecodeState)>();
        using var rows = session.Bind("Telegrams.RowsToForget", ("$keep", keep), ("$before", before.ToUnixTimeMilliseconds()), ("$limit", limit)).ExecuteReader();
        while (rows.Read()) old.Add((rows.GetInt64(0), (DecodeState)rows.GetInt32(1)));
        return old;
    }

    private void Count(DecodeState state) => counts[state] = counts.GetValueOrDefault(state) + 1;
}
