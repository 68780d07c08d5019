using Sluice.Api.Tests.Imports;
using Sluice.Contracts;
using Sluice.Contracts.People;
using Sluice.Api.Tests.Exports;
using Sluice.Metering.Imports;
using Sluice.Metering.Alerts;
using Sluice.Api.Tests.Validation;
using Sluice.Api.Tests.Webhooks;
using Sluice.Metering.Telegrams;
using Sluice.Metering.Validation;
using Sluice.Storage.Contract;
using Sluice.Contracts.Sessions;

namespace Sluice.Api.Tests;

/// <summary>How the route matrix fills the parameters of addresses with things that really exist. A new parameter needs one line in <see cref="Makers"/>.</summary>
internal static class RouteFillers
{
    /// <summary>Route parameter (<c>name</c>, or <c>address:name</c> where the same name means different things) to what makes such a thing in the society and gives its id.</summary>
    public static IReadOnlyDictionary<string, Func<RouteWorld, string, Task<string>>> Makers { get; } = new Dictionary<string, Func<RouteWorld, string, Task<string>>>(StringComparer.Ordinal)
    {
        ["path"] = static (_, _) => Task.FromResult("index.html"),
        ["documentName"] = static (_, _) => Task.FromResult("v1"),
        ["/api/societies/{societyId}/imports:societyId"] = ImportFillers.SocietyAsync,
        ["/api/societies/{societyId}/import-mappings/{name}:name"] = ImportFillers.MappingAsync,
        ["jobId"] = static (world, society) => ImportFillers.JobAsync(world, Scopes.Of(society), "export.matrix"),
        ["/api/jobs/{jobId}/apply:jobId"] = static (world, society) => ImportFillers.JobAsync(world, Scopes.Of(society), ImportKind.Meters.Job),
        ["/api/jobs/{jobId}/report:jobId"] = static (world, society) => ImportFillers.JobAsync(world, Scopes.Of(society), ImportKind.Meters.Job),
        ["/api/installation/jobs/{jobId}:jobId"] = static (world, _) => ImportFillers.JobAsync(world, Scopes.Installation, ImportKind.Societies.Job),
        ["/api/installation/jobs/{jobId}/cancel:jobId"] = static (world, _) => ImportFillers.JobAsync(world, Scopes.Installation, ImportKind.Societies.Job),
        ["/api/installation/jobs/{jobId}/apply:jobId"] = static (world, _) => ImportFillers.JobAsync(world, Scopes.Installation, ImportKind.Societies.Job),
        ["/api/installation/jobs/{jobId}/report:jobId"] = static (world, _) => ImportFillers.JobAsync(world, Scopes.Installation, ImportKind.Societies.Job),
        ["exportId"] = ExportFillers.ExportAsync,
        ["/api/societies/{societyId}/exports:societyId"] = ImportFillers.SocietyAsync,
        ["/api/societies/{societyId}/billing-layouts/{name}:name"] = ExportFillers.LayoutAsync,
        ["/api/societies/{societyId}/workbook-templates/{name}:name"] = ExportFillers.WorkbookAsync,
        ["scheduleId"] = ExportFillers.ScheduleAsync,
        ["readingId"] = static (world, society) => VersionsApiTests.StoreAsync(world.Service<IIntakeStore>(), society, 8.9m),
        ["alertId"] = static async (world, society) =>
        {
            var (scope, alerts) = (Scopes.Of(society), world.Service<IAlertStore>());
            await alerts.NoteAsync(scope, [new("KAM.90000001", RuleId.LeakMeter, TimeProvider.System.GetUtcNow())], CancellationToken.None);
            return (await alerts.ListAsync(scope, new(), null, 1, CancellationToken.None)).Items[0].Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
        },
        ["societyId"] = static (world, society) => world.EnsureAsync("POST", "/api/societies", $$"""{"id":"{{society}}","name":"Matrix"}""", society),
        ["tower"] = static (world, society) => world.EnsureAsync("PUT", $"/api/societies/{society}/towers/A", "{}", "A"),
        ["flat"] = static (world, society) => world.EnsureAsync("PUT", $"/api/societies/{society}/flats/A/101", "{}", "101"),
        ["meterId"] = static (world, society) => world.EnsureAsync("POST", $"/api/societies/{society}/meters", """{"serialNumber":"90000777"}""", "KAM.90000777"),
        ["webhookId"] = WebhookFillers.EndpointAsync,
        ["/api/societies/{societyId}/webhooks/{webhookId}/deliveries/{deliveryId}:webhookId"] = WebhookFillers.WithDeliveryAsync,
        ["/api/societies/{societyId}/webhooks/{webhookId}/deliveries/{deliveryId}/replay:webhookId"] = WebhookFillers.WithDeliveryAsync,
        ["deliveryId"] = WebhookFillers.DeliveryAsync,
        ["keyId"] = static async (world, society) => (await world.PostAsync($"/api/societies/{society}/api-keys", """{"name":"matrix"}""", WireJson.Default.CredentialDto)).Id,
        ["subject"] = static async (world, society) => (await world.PostAsync($"/api/societies/{society}/people", $$"""{"mail":"{{Guid.NewGuid():N}}@example.org","role":"Scanner"}""", WireJson.Default.InvitationDto)).Person.Subject,
        ["deviceId"] = static (_, _) => Task.FromResult("none"),
        ["gatewayId"] = static async (world, society) => (await world.PostAsync($"/api/societies/{society}/gateways", """{"name":"matrix"}""", WireJson.Default.CredentialDto)).Id,
        ["sessionId"] = static async (world, society) => (await world.PostAsync($"/api/societies/{society}/sessions", """{"mode":"FREE_ROAM"}""", WireJson.Default.SessionDto)).Id,
    };

    private const string OwnRounds = "a round is seen and changed by those who take part in it and by those who manage all rounds; others get 404";

    /// <summary>Routes whose handler decides more than the rule can say, each with its reason: there the matrix checks only that nobody gets further than the rule allows.</summary>
    public static IReadOnlyDictionary<string, string> HandlerDecides { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["DELETE /api/me/devices/{deviceId}"] = "the callers of the matrix are scripts and have no devices; LoginTests has people",
        ["GET /api/sessions/{sessionId}"] = OwnRounds,
        ["GET /api/sessions/{sessionId}/progress"] = OwnRounds,
        ["GET /api/sessions/{sessionId}/targets"] = OwnRounds,
        ["GET /api/sessions/{sessionId}/heard"] = OwnRounds,
        ["GET /api/sessions/{sessionId}/next"] = OwnRounds,
        ["GET /api/sessions/{sessionId}/events"] = OwnRounds,
        ["POST /api/sessions/{sessionId}/events/tickets"] = OwnRounds,
        ["POST /api/sessions/{sessionId}/update"] = OwnRounds,
        ["POST /api/sessions/{sessionId}/telegrams"] = OwnRounds,
        ["POST /api/sessions/{sessionId}/pause"] = OwnRounds,
        ["POST /api/sessions/{sessionId}/resume"] = OwnRounds,
        ["POST /api/sessions/{sessionId}/complete"] = OwnRounds,
        ["POST /api/sessions/{sessionId}/fail"] = OwnRounds,
        ["POST /api/sessions/{sessionId}/reopen"] = OwnRounds,
        ["POST /api/sessions/{sessionId}/leave"] = OwnRounds,
        ["PATCH /api/sessions/{sessionId}"] = OwnRounds,
    };
}
