using System.Globalization;
using System.Text.Json;
using Sluice.Host.Exports;
using Sluice.Host.Webhooks;
using Sluice.Metering.Events;
using Sluice.Metering.Exports;
using Sluice.Metering.Identity;
using Sluice.Metering.Jobs;
using Sluice.Metering.Meters;
using Sluice.Metering.Notifications;
using Sluice.Metering.Validation;

namespace Sluice.Host.Notifications;

/// <summary>Puts events into words for people.</summary>
internal sealed class EventNews(IJobStore jobs, IMeterStore meters, ICredentialStore credentials)
{
    /// <summary>The news of an event; null: people are not told of it.</summary>
    public async ValueTask<(string Id, News News)?> OfAsync(StoredEvent happened, CancellationToken ct)
    {
        if (NotificationCatalog.Find(happened.Type) is null) return null;
        var scope = happened.Society is { } society ? Authorizer.ForWorker(society, NotificationSender.Worker) : null;
        using var json = JsonDocument.Parse(happened.Data);
        var (data, id) = (json.RootElement, WebhookMessages.IdOf(happened));
        switch (happened.Type)
        {
            case EventTypes.SessionCompleted:
                return (id, Round(happened, data));
            case EventTypes.ExportReady or EventTypes.ExportFailed:
                return JobId.TryParse(happened.Subject, out var job) && scope is not null && await jobs.FindAsync(scope, job, ct) is { Kind: ExportRequest.Kind } export
                    && JsonSerializer.Deserialize(export.Request, ExportJson.Default.ExportRequest) is { } request
                    ? (ExportMail.IdOf(job), ExportMail.NewsOf(export, request, export.CreatedBy))
                    : null;
            case EventTypes.ImportFinished:
                return (id, Import(happened, data));
            case EventTypes.AlertRaised:
                return scope is null ? null : (id, await AlertAsync(scope, happened, data, ct));
            case EventTypes.GatewaySilent:
                return scope is null ? null : (id, await GatewayAsync(scope, happened, data, ct));
            case EventTypes.WebhookDisabled:
                return (id, new(happened.Type, happened.At, "A webhook was switched off",
                    "Its receiver does not answer as it should. Mend it, switch the webhook on again, and replay what it missed.",
                    [new("Receiver", Text(data, "host")), new("Last answer", Text(data, "detail")), new("Webhook", happened.Subject)]));
            case EventTypes.DiskFilling:
                return (id, new(happened.Type, happened.At, "The server's disk fills up", "When it is full nothing more is taken in. The runbook disk-filling says what to do.",
                    [new("Free", data.TryGetProperty("freeBytes", out var free) ? string.Create(CultureInfo.InvariantCulture, $"{free.GetInt64() >> 20} MiB") : "")]));
            default:
                return null;
        }
    }

    private static News Round(StoredEvent happened, JsonElement data) => new(
        happened.Type, happened.At, $"The round {Text(data, "name")} is complete", "",
        [
            new("Captured", string.Create(CultureInfo.InvariantCulture, $"{Number(data, "completed")} of {Number(data, "total")} meters ({Text(data, "percentage")} %)")),
            new("Not captured", Number(data, "remaining").ToString(CultureInfo.InvariantCulture)),
            new("Not readable", Number(data, "unreadable").ToString(CultureInfo.InvariantCulture)),
        ], "rounds", "Look at the rounds");

    private static News Import(StoredEvent happened, JsonElement data)
    {
        var succeeded = Text(data, "state") == "SUCCEEDED";
        var facts = new List<NewsFact> { new("Kind", Text(data, "kind").Replace("import.", "", StringComparison.Ordinal)) };
        if (data.TryGetProperty("counts", out var counts)) facts.AddRange(counts.EnumerateObject().Select(static c => new NewsFact(Words(c.Name), c.Value.ToString())));
        var why = data.TryGetProperty("error", out var error) ? Text(error, "message") : "";
        return new(happened.Type, happened.At, succeeded ? "Your import has ended" : "Your import did not succeed", why, facts, For: Text(data, "createdBy"));
    }

    private async ValueTask<News> AlertAsync(SocietyScope scope, StoredEvent happened, JsonElement data, CancellationToken ct)
    {
        var (rule, subject) = (Text(data, "rule"), Text(data, "meterId"));
        var meter = MeterId.TryParse(subject, out var id) ? await meters.FindAsync(scope, id, ct) : null;
        var place = meter is { Flat.Length: > 0 } ? $"{meter.Tower} {meter.Flat}" : subject;
        var advice = RuleCatalog.Find(rule) is { } known ? RuleCatalog.Get(known)!.Advice : "";
        return new(happened.Type, happened.At, $"{Words(rule)}: {place}", $"{Text(data, "reason")} {advice}".Trim(),
            [new("Meter", subject), .. meter is { Flat.Length: > 0 } ? [new NewsFact("Flat", place)] : Array.Empty<NewsFact>(), new("Severity", Words(Text(data, "severity").ToLowerInvariant()))],
            "alerts", "Look at the alerts", IsUrgent: Text(data, "severity") == "URGENT");
    }

    private async ValueTask<News> GatewayAsync(SocietyScope scope, StoredEvent happened, JsonElement data, CancellationToken ct)
    {
        var id = Text(data, "gatewayId");
        var gateway = (await credentials.ListAsync(scope, CredentialKind.Gateway, ct)).FirstOrDefault(g => g.Id == id);
        var facts = new List<NewsFact> { new("Gateway", id) };
        if (gateway?.LastUsedAt is { } last) facts.Add(new("Last heard", $"{last.UtcDateTime:yyyy-MM-dd HH:mm} UTC"));
        return new(happened.Type, happened.At, $"The gateway {gateway?.Name ?? id} is silent", $"{Text(data, "reason")} Check its power and its network. It keeps telegrams and sends them when it is back.", facts, "alerts", "Look at the alerts");
    }

    private static string Text(JsonElement data, string name) => data.TryGetProperty(name, out var value) ? value.ToString() : "";

    private static long Number(JsonElement data, string name) => data.TryGetProperty(name, out var value) && value.TryGetInt64(out var number) ? number : 0;

    /// <summary><c>leak-meter</c> and <c>metersAdded</c> as people write them.</summary>
    private static string Words(string name)
    {
        var spaced = string.Concat(name.Select(static c => c is '-' or '_' ? " " : char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{c}")).Trim();
        return spaced.Length == 0 ? "" : char.ToUpperInvariant(spaced[0]) + spaced[1..];
    }
}
