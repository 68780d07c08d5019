using Sluice.Metering.Identity;
using Sluice.Metering.Telegrams;

namespace Sluice.Storage.Sqlite;

/// <summary>Archives the telegrams of one commit: decoded ones in a pack, the others in rows of their own.</summary>
internal sealed class TelegramWriter(Session session, Words words)
{
    private TelegramPack pack = new();
    private long? packKeep;
    private ArrivalContext? lastContext;
    private long? lastKeep;
    private readonly Dictionary<DecodeState, long> counts = [];

    /// <summary>True when the telegram is in the archive.</summary>
    public bool Has(long id) => session.Number("Telegrams.State", ("$id", id)) is not null || SqliteTelegramArchive.FindPacked(session, id) is not null;

    /// <summary>Adds a telegram with a number greater than all before.</summary>
    public void Append(TelegramArrival arrival, TelegramVerdict verdict, SocietyId? society)
    {
        if (TelegramPack.Fits(verdict)) Pack(arrival, verdict);
        else Insert(arrival, verdict, society);
        Count(verdict.State, 1);
    }

    /// <summary>Changes the verdict of a telegram that is in the archive.</summary>
    public void SetVerdict(TelegramVerdict verdict, SocietyId? society)
    {
        if (session.Number("Telegrams.State", ("$id", verdict.Id)) is { } before)
        {
            session.Run("Telegrams.SetVerdict",
                ("$state", (long)verdict.State),
                ("$meter", verdict.Meter is { } meter ? Columns.FromMeter(meter) : null),
                ("$signature", (long?)verdict.Signature),
                ("$layer", (long)verdict.Layer),
                ("$offset", (long)verdict.Offset),
                ("$society", words.Number(session, society?.Text)),
                ("$id", verdict.Id));
            Count((DecodeState)before, -1);
            Count(verdict.State, 1);
        }
        else if (SqliteTelegramArchive.FindPacked(session, verdict.Id) is { } packed && packed.Verdict != verdict)
        {
            Insert(packed.Arrival, verdict, society);   // a row of its own goes before the pack
            Count(packed.Verdict.State, -1);
            Count(verdict.State, 1);
        }
    }

    /// <summary>Writes the pack and the counts.</summary>
    public void Flush()
    {
        FlushPack();
        foreach (var (state, n) in counts)
            if (n != 0) session.Raw("Telegrams.AddToCount").Bind((long)state, n).Run();
    }

    /// <summary>A pack is forgotten as a whole: what is kept for another time begins a new one.</summary>
    private void Pack(TelegramArrival arrival, TelegramVerdict verdict)
    {
        var keep = KeepOf(arrival.Context);
        if (keep != packKeep) FlushPack();
        packKeep = keep;
        pack.Add(arrival, verdict);
    }

    private void FlushPack()
    {
        if (pack.Count == 0) return;
        var insert = session.Raw("Telegrams.AppendPack").Bind(pack.LastId, pack.FirstId, null, packKeep);
        insert.BindBlob(3, pack.ToArray());
        insert.Run();
        pack = new();
    }

    private long? KeepOf(ArrivalContext context)
    {
        if (!ReferenceEquals(context, lastContext)) (lastContext, lastKeep) = (context, KeepColumn.Of(session, words, context));
        return lastKeep;
    }

    private void Insert(TelegramArrival arrival, TelegramVerdict verdict, SocietyId? society) => session.Run("Telegrams.Append",
        ("$id", verdict.Id),
        ("$received_at", arrival.ReceivedAt.ToUnixTimeMilliseconds()),
        ("$heard_at", arrival.HeardAt?.ToUnixTimeMilliseconds()),
        ("$format", (long)arrival.Format),
        ("$rssi", arrival.RssiDbm),
        ("$receiver", arrival.Receiver),
        ("$bytes", arrival.Bytes.ToArray()),
        ("$context", ContextColumn.Of(arrival.Context)),
        ("$state", (long)verdict.State),
        ("$meter", verdict.Meter is { } meter ? Columns.FromMeter(meter) : null),
        ("$signature", (long?)verdict.Signature),
        ("$layer", (long)verdict.Layer),
        ("$offset", (long)verdict.Offset),
        ("$society", words.Number(session, society?.Text)),
        ("$keep", KeepOf(arrival.Context)));

    private void Count(DecodeState state, long n) => counts[state] = counts.GetValueOrDefault(state) + n;
}
