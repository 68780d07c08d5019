using Sluice.Metering.Telegrams;

namespace Sluice.Storage.Sqlite;

public sealed partial class SqliteTelegramArchive
{
    public ValueTask<IReadOnlyList<long>> AppendAsync(IReadOnlyList<TelegramArrival> batch, CancellationToken ct)
    {
        foreach (var arrival in batch) arrival.ThrowIfUnfit();
        if (batch.Count == 0) return new(Array.Empty<long>());
        return store.WriteAsync<IReadOnlyList<long>>(session => Append(session, batch), batch.Count, ct);
    }

    internal static long[] Append(Session session, IReadOnlyList<TelegramArrival> batch)
    {
        var ids = new long[batch.Count];
        for (var i = 0; i < ids.Length; i++)
        {
            var arrival = batch[i];
            ids[i] = session.Number("Telegrams.Append",
                ("$received_at", arrival.ReceivedAt.ToUnixTimeMilliseconds()),
                ("$heard_at", arrival.HeardAt?.ToUnixTimeMilliseconds()),
                ("$format", (long)arrival.Format),
                ("$rssi", arrival.RssiDbm),
                ("$receiver", arrival.Receiver),
                ("$bytes", arrival.Bytes.ToArray()))!.Value;
        }
        AddToCounts(session, new() { [DecodeState.Pending] = ids.Length });
        return ids;
    }
}
