using System.Runtime.Versioning;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Sluice.Metering;
using Sluice.Metering.Identity;
using Sluice.Metering.Keys;
using Sluice.Metering.Webhooks;

namespace Sluice.Storage.Sqlite;

/// <summary>Webhook endpoints, their secrets sealed under the data key of their society, messages and deliveries.</summary>
[UnsupportedOSPlatform("browser")]
public sealed partial class SqliteWebhookStore : IWebhookStore
{
    private readonly SqliteStore store;
    private readonly DataKeys dataKeys;

    internal SqliteWebhookStore(SqliteStore store, DataKeys dataKeys)
    {
        this.store = store;
        this.dataKeys = dataKeys;
    }

    public async ValueTask<bool> AddAsync(SocietyScope scope, WebhookEndpoint endpoint, byte[] secret, CancellationToken ct)
    {
        var envelope = await SealAsync(scope, endpoint.Id, secret, ct);
        return await store.WriteAsync(session =>
        {
            if (session.Number("Webhooks.CountEndpoints", ("$society", scope.Society.Text)) >= IWebhookStore.MaxEndpoints) return false;
            session.Run("Webhooks.AddEndpoint",
            [
                .. Changing(endpoint), ("$society", scope.Society.Text), ("$created_at", endpoint.CreatedAt.ToUnixTimeMilliseconds()), ("$created_by", endpoint.CreatedBy), ("$secret", envelope),
            ]);
            return true;
        }, 1, ct);
    }

    public ValueTask<IReadOnlyList<WebhookEndpoint>> ListAsync(SocietyScope scope, CancellationToken ct) =>
        new(store.Read<IReadOnlyList<WebhookEndpoint>>(session => Endpoints(session.Bind("Webhooks.ListEndpoints", ("$society", scope.Society.Text)))));

    public ValueTask<WebhookEndpoint?> FindAsync(SocietyScope scope, WebhookId id, CancellationToken ct) => new(store.Read(session => Find(session, scope, id)));

    public ValueTask<WebhookEndpoint?> UpdateAsync(SocietyScope scope, WebhookId id, Func<WebhookEndpoint, WebhookEndpoint> change, DateTimeOffset now, CancellationToken ct) => store.WriteAsync(session =>
    {
        if (Find(session, scope, id) is not { } before) return null;
        var after = change(before) with { Id = id, Society = before.Society, CreatedAt = before.CreatedAt, CreatedBy = before.CreatedBy };
        session.Run("Webhooks.UpdateEndpoint", Changing(after));
        if (!after.Enabled) GiveUp(session, id, now);
        return after;
    }, 10, ct);

    public ValueTask<bool> RemoveAsync(SocietyScope scope, WebhookId id, CancellationToken ct) => store.WriteAsync(session =>
    {
        if (session.Run("Webhooks.RemoveEndpoint", ("$id", Bytes(id)), ("$society", scope.Society.Text)) == 0) return false;
        session.Run("Webhooks.RemoveAttemptsOf", ("$endpoint", Bytes(id)));
        session.Run("Webhooks.RemoveDeliveriesOf", ("$endpoint", Bytes(id)));
        return true;
    }, 100, ct);

    public async ValueTask<bool> RotateAsync(SocietyScope scope, WebhookId id, byte[] secret, DateTimeOffset previousUntil, CancellationToken ct)
    {
        var envelope = await SealAsync(scope, id, secret, ct);
        return await store.WriteAsync(session =>
        {
            if (Envelopes(session, scope, id) is not { } before) return false;
            session.Run("Webhooks.Rotate",
                ("$id", Bytes(id)), ("$society", scope.Society.Text), ("$secret", envelope), ("$previous", before.Current), ("$previous_until", previousUntil.ToUnixTimeMilliseconds()));
            return true;
        }, 1, ct);
    }

    public async ValueTask<WebhookSecrets?> FindSecretsAsync(SocietyScope scope, WebhookId id, CancellationToken ct)
    {
        if (store.Read(session => Envelopes(session, scope, id)) is not { } sealedOnes || await dataKeys.FindAsync(scope.Society.Text, ct) is not { } key) return null;
        var context = Context(scope, id);
        return new(KeyEnvelope.Open(key.Key, sealedOnes.Current, context), sealedOnes.Previous is { } previous ? KeyEnvelope.Open(key.Key, previous, context) : null, sealedOnes.Until);
    }

    public ValueTask<IReadOnlySet<SocietyId>> ListWantingAsync(InstallationScope worker, string type, CancellationToken ct) => new(store.Read<IReadOnlySet<SocietyId>>(session =>
    {
        var list = new HashSet<SocietyId>();
        using var rows = session.Bind("Webhooks.ListEnabled").ExecuteReader();
        while (rows.Read())
            if (rows.GetString(1).Split(',').Contains(type)) list.Add(SocietyId.Parse(rows.GetString(0)));
        return list;
    }));

    /// <summary>Forgets everything of a society.</summary>
    internal static void RemoveAll(Session session, string society)
    {
        foreach (var statement in (string[])["RemoveAllAttempts", "RemoveAllDeliveries", "RemoveAllMessages", "RemoveAllEndpoints"]) session.Run($"Webhooks.{statement}", ("$society", society));
    }

    private async ValueTask<byte[]> SealAsync(SocietyScope scope, WebhookId id, byte[] secret, CancellationToken ct)
    {
        var key = await dataKeys.GetAsync(scope.Society.Text, ct);
        try
        {
            return KeyEnvelope.Seal(key.Key, secret, Context(scope, id));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key.Key);
        }
    }

    private static (byte[] Current, byte[]? Previous, DateTimeOffset? Until)? Envelopes(Session session, SocietyScope scope, WebhookId id)
    {
        using var row = session.Bind("Webhooks.FindSecrets", ("$id", Bytes(id)), ("$society", scope.Society.Text)).ExecuteReader();
        if (!row.Read()) return null;
        return (row.GetFieldValue<byte[]>(0), row.IsDBNull(1) ? null : row.GetFieldValue<byte[]>(1), row.Long(2) is { } until ? Columns.ToTime(until) : null);
    }

    private static WebhookEndpoint? Find(Session session, SocietyScope scope, WebhookId id) =>
        Endpoints(session.Bind("Webhooks.FindEndpoint", ("$id", Bytes(id)), ("$society", scope.Society.Text))).FirstOrDefault();

    private static List<WebhookEndpoint> Endpoints(SqliteCommand command)
    {
        var list = new List<WebhookEndpoint>();
        using var rows = command.ExecuteReader();
        while (rows.Read())
            list.Add(new()
            {
                Id = ToId(rows.GetFieldValue<byte[]>(0)),
                Society = SocietyId.Parse(rows.GetString(1)),
                Url = rows.GetString(2),
                Description = rows.GetString(3),
                Types = rows.GetString(4).Split(','),
                Enabled = rows.GetInt64(5) != 0,
                Off = (WebhookOff)rows.GetInt32(6),
                FailingSince = rows.Long(7) is { } since ? Columns.ToTime(since) : null,
                CreatedAt = Columns.ToTime(rows.GetInt64(8)),
                CreatedBy = rows.GetString(9),
            });
        return list;
    }

    private static (string, object?)[] Changing(WebhookEndpoint endpoint) =>
    [
        ("$id", Bytes(endpoint.Id)), ("$url", endpoint.Url), ("$description", endpoint.Description), ("$types", string.Join(',', endpoint.Types)),
        ("$enabled", endpoint.Enabled ? 1L : 0L), ("$off", (long)endpoint.Off), ("$failing_since", endpoint.FailingSince?.ToUnixTimeMilliseconds()),
    ];

    private static void GiveUp(Session session, WebhookId id, DateTimeOffset at) => session.Run("Webhooks.GiveUp", ("$endpoint", Bytes(id)), ("$at", at.ToUnixTimeMilliseconds()));

    private static byte[] Bytes(WebhookId id) => id.Value.ToByteArray(bigEndian: true);

    private static WebhookId ToId(byte[] bytes) => new(new Guid(bytes, bigEndian: true));

    private static string Context(SocietyScope scope, WebhookId id) => $"webhook-secret/society={scope.Society.Text}/endpoint={id}";
}
