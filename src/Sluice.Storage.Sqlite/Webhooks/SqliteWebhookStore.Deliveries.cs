using System.IO.Compression;
using System.Text;
using Microsoft.Data.Sqlite;
using Sluice.Metering;
using Sluice.Metering.Identity;
using Sluice.Metering.Readings;
using Sluice.Metering.Webhooks;

namespace Sluice.Storage.Sqlite;

public sealed partial class SqliteWebhookStore
{
    public ValueTask<int> EnqueueAsync(SocietyScope scope, WebhookMessage message, WebhookId? only, DateTimeOffset now, CancellationToken ct)
    {
        var body = Deflate(message.Body);
        return store.WriteAsync(session =>
        {
            var made = 0;
            foreach (var endpoint in Endpoints(session.Bind("Webhooks.ListEndpoints", ("$society", scope.Society.Text))))
            {
                if (!endpoint.Enabled || (only is { } one ? endpoint.Id != one : !endpoint.Types.Contains(message.Type))) continue;
                made += session.Run("Webhooks.AddDelivery",
                    ("$endpoint", Bytes(endpoint.Id)), ("$message", message.Id), ("$society", scope.Society.Text), ("$type", message.Type), ("$at", now.ToUnixTimeMilliseconds()));
            }
            if (made > 0)
                session.Run("Webhooks.AddMessage",
                    ("$id", message.Id), ("$society", scope.Society.Text), ("$type", message.Type), ("$at", message.At.ToUnixTimeMilliseconds()), ("$body", body));
            return made;
        }, 2, ct);
    }

    public ValueTask<Page<WebhookDelivery>> ListDeliveriesAsync(SocietyScope scope, WebhookId endpoint, WebhookState? state, string? next, int limit, CancellationToken ct)
    {
        var before = WebhookRules.Before(next, limit);
        return new(store.Read(session => WebhookRules.ToPage(Deliveries(session.Bind("Webhooks.ListDeliveries",
            ("$endpoint", Bytes(endpoint)), ("$society", scope.Society.Text), ("$before", before), ("$state", (long?)state), ("$limit", limit + 1L))), limit)));
    }

    public ValueTask<WebhookRecord?> FindDeliveryAsync(SocietyScope scope, WebhookId endpoint, long id, CancellationToken ct) => new(store.Read(session =>
        Find(session, scope, id) is { } delivery && delivery.Endpoint == endpoint ? new WebhookRecord(delivery, Message(session, delivery.Message), Attempts(session, id)) : null));

    public ValueTask<int> ReplayAsync(SocietyScope scope, WebhookId endpoint, WebhookReplay replay, DateTimeOffset now, CancellationToken ct) => store.WriteAsync(session =>
        session.Run("Webhooks.Replay",
            ("$endpoint", Bytes(endpoint)), ("$society", scope.Society.Text), ("$delivery", replay.Delivery), ("$dead_only", replay.DeadOnly ? 1L : 0L),
            ("$from", replay.From?.ToUnixTimeMilliseconds() ?? long.MinValue), ("$to", Ceiling(replay.To)), ("$now", now.ToUnixTimeMilliseconds())), 10, ct);

    public ValueTask<IReadOnlyList<WebhookEndpoint>> ListDueAsync(InstallationScope worker, DateTimeOffset now, CancellationToken ct) =>
        new(store.Read<IReadOnlyList<WebhookEndpoint>>(session => Endpoints(session.Bind("Webhooks.ListDue", ("$now", now.ToUnixTimeMilliseconds())))));

    public ValueTask<DateTimeOffset?> NextDueAsync(InstallationScope worker, DateTimeOffset after, CancellationToken ct) =>
        new(store.Read<DateTimeOffset?>(session => session.Number("Webhooks.NextDue", ("$after", after.ToUnixTimeMilliseconds())) is { } due ? Columns.ToTime(due) : null));

    public ValueTask<(WebhookDelivery Delivery, WebhookMessage Message)?> FirstDueAsync(SocietyScope scope, WebhookId endpoint, DateTimeOffset now, CancellationToken ct) => new(
        store.Read<(WebhookDelivery, WebhookMessage)?>(session => Deliveries(session.Bind("Webhooks.FirstDue",
            ("$endpoint", Bytes(endpoint)), ("$society", scope.Society.Text), ("$now", now.ToUnixTimeMilliseconds()))) is [var due] ? (due, Message(session, due.Message)) : null));

    public ValueTask<(WebhookDelivery Delivery, WebhookEndpoint Endpoint, bool SwitchedOff)?> NoteAsync(
        SocietyScope scope, long delivery, WebhookAttempt attempt, double chance, CancellationToken ct) => store.WriteAsync<(WebhookDelivery, WebhookEndpoint, bool)?>(session =>
    {
        if (Find(session, scope, delivery) is not { State: WebhookState.Pending } before || Find(session, scope, before.Endpoint) is not { } was) return null;
        var (after, endpoint) = WebhookRules.After(before, was, attempt, chance);
        session.Run("Webhooks.AddAttempt",
            ("$delivery", delivery), ("$number", (long)after.Attempts), ("$at", attempt.At.ToUnixTimeMilliseconds()), ("$took_ms", (long)attempt.TookMs), ("$status", (long?)attempt.Status),
            ("$failure", (long)attempt.Failure), ("$detail", attempt.Detail), ("$answer", attempt.Answer));
        session.Run("Webhooks.UpdateDelivery",
            ("$id", delivery), ("$state", (long)after.State), ("$attempts", (long)after.Attempts), ("$tries", (long)after.Tries),
            ("$next_at", after.NextAt?.ToUnixTimeMilliseconds()), ("$finished_at", after.FinishedAt?.ToUnixTimeMilliseconds()));
        if (!ReferenceEquals(was, endpoint)) session.Run("Webhooks.UpdateEndpoint", Changing(endpoint));
        if (!endpoint.Enabled) GiveUp(session, endpoint.Id, attempt.At);
        return (after, endpoint, was.Enabled && !endpoint.Enabled);
    }, 3, ct);

    public ValueTask<IReadOnlyDictionary<WebhookState, long>> CountAsync(InstallationScope worker, CancellationToken ct) => new(store.Read<IReadOnlyDictionary<WebhookState, long>>(static session =>
    {
        var counts = new Dictionary<WebhookState, long>();
        using var rows = session.Bind("Webhooks.Count").ExecuteReader();
        while (rows.Read()) counts[(WebhookState)rows.GetInt32(0)] = rows.GetInt64(1);
        return counts;
    }));

    public ValueTask<int> TrimAsync(InstallationScope worker, DateTimeOffset deliveredBefore, DateTimeOffset deadBefore, int limit, CancellationToken ct) => store.WriteAsync(session =>
    {
        (string, object?)[] old = [("$delivered", deliveredBefore.ToUnixTimeMilliseconds()), ("$dead", deadBefore.ToUnixTimeMilliseconds()), ("$limit", (long)limit)];
        session.Run("Webhooks.TrimAttempts", old);
        var removed = session.Run("Webhooks.TrimDeliveries", old);
        session.Run("Webhooks.TrimMessages");
        return removed;
    }, 100, ct);

    private static WebhookDelivery? Find(Session session, SocietyScope scope, long id) =>
        Deliveries(session.Bind("Webhooks.FindDelivery", ("$id", id), ("$society", scope.Society.Text))).FirstOrDefault();

    private static WebhookMessage Message(Session session, string id)
    {
        using var row = session.Bind("Webhooks.FindMessage", ("$id", id)).ExecuteReader();
        row.Read();
        return new(row.GetString(0), row.GetString(1), Columns.ToTime(row.GetInt64(2)), Inflate(row.GetFieldValue<byte[]>(3)));
    }

    private static List<WebhookAttempt> Attempts(Session session, long delivery)
    {
        var list = new List<WebhookAttempt>();
        using var rows = session.Bind("Webhooks.ListAttempts", ("$delivery", delivery)).ExecuteReader();
        while (rows.Read()) list.Add(ToAttempt(rows, 0));
        return list;
    }

    private static List<WebhookDelivery> Deliveries(SqliteCommand command)
    {
        var list = new List<WebhookDelivery>();
        using var rows = command.ExecuteReader();
        while (rows.Read())
            list.Add(new()
            {
                Id = rows.GetInt64(0),
                Society = SocietyId.Parse(rows.GetString(1)),
                Endpoint = ToId(rows.GetFieldValue<byte[]>(2)),
                Message = rows.GetString(3),
                Type = rows.GetString(4),
                CreatedAt = Columns.ToTime(rows.GetInt64(5)),
                State = (WebhookState)rows.GetInt32(6),
                Attempts = rows.GetInt32(7),
                Tries = rows.GetInt32(8),
                NextAt = rows.Long(9) is { } next ? Columns.ToTime(next) : null,
                FinishedAt = rows.Long(10) is { } finished ? Columns.ToTime(finished) : null,
                Last = rows.IsDBNull(11) ? null : ToAttempt(rows, 11),
            });
        return list;
    }

    private static WebhookAttempt ToAttempt(SqliteDataReader row, int first) => new(
        row.GetInt32(first), Columns.ToTime(row.GetInt64(first + 1)), row.GetInt32(first + 2), (int?)row.Long(first + 3), (WebhookFailure)row.GetInt32(first + 4), row.GetString(first + 5), row.GetString(first + 6));

    /// <summary>The first millisecond that is not before the time.</summary>
    private static long Ceiling(DateTimeOffset? time) => time is not { } to ? long.MaxValue : to.ToUnixTimeMilliseconds() + (to.UtcTicks % TimeSpan.TicksPerMillisecond == 0 ? 0 : 1);

    private static byte[] Deflate(string text)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest)) deflate.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    private static string Inflate(byte[] packed)
    {
        using var reader = new StreamReader(new DeflateStream(new MemoryStream(packed), CompressionMode.Decompress), Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
