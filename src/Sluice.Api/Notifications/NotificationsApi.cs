using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Api.Access;
using Sluice.Api.Problems;
using Sluice.Api.Societies;
using Sluice.Contracts;
using Sluice.Contracts.Notifications;
using Sluice.Metering.Identity;
using Sluice.Metering.Notifications;
using Sluice.Metering.Societies;

namespace Sluice.Api.Notifications;

/// <summary>What one wants to be told, and how.</summary>
public static class NotificationsApi
{
    private const string Path = "/api/me/notifications", OfInstallation = "/api/me/installation-notifications", Utc = "UTC";

    /// <summary>Adds <c>/api/me/notifications</c>, <c>…/{societyId}</c> and <c>/api/me/installation-notifications</c>.</summary>
    public static IEndpointRouteBuilder MapNotifications(this IEndpointRouteBuilder app)
    {
        app.MapGet(Path, List).WithName("ListMyNotifications").RequiresLogin();
        app.MapGet(Path + "/{societyId}", Get).WithName("GetMyNotifications").Requires(Permission.SocietyRead);
        app.MapPut(Path + "/{societyId}", Put).WithName("PutMyNotifications").Requires(Permission.SocietyRead, audit: "notifications.put").InExistingSociety();
        app.MapPut(OfInstallation, PutOfInstallation).WithName("PutMyInstallationNotifications").RequiresInstallation(InstallationPermission.Observe, audit: "notifications.put");
        return app;
    }

    private static async Task<IResult> List(Access.Access access, INotificationStore store, IEnumerable<INotificationChannel> channels, SocietyDirectory societies, CancellationToken ct)
    {
        var items = new List<NotificationSettingsDto>();
        if (access.Caller.Role == Role.SuperAdmin) items.Add(NotificationWire.ToDto(access.Caller.Role, null, Utc, await store.FindPreferencesAsync(access.Caller, null, ct)));
        foreach (var society in access.Caller.Societies.Where(societies.Contains).OrderBy(static s => s.Text, StringComparer.Ordinal)) items.Add(await OfAsync(access.Caller, society, store, societies, ct));
        return Results.Json(new MyNotificationsDto { Items = items, Channels = [.. channels.Where(static c => c.IsSetUp).Select(static c => c.Name)] }, WireJson.Default.MyNotificationsDto);
    }

    private static async Task<IResult> Get(Access.Access access, INotificationStore store, SocietyDirectory societies, CancellationToken ct) =>
        Results.Json(await OfAsync(access.Caller, access.Society.Society, store, societies, ct), WireJson.Default.NotificationSettingsDto);

    private static async Task<IResult> Put(HttpContext http, Access.Access access, INotificationStore store, SocietyDirectory societies) =>
        await PutAsync(http, access, access.Society.Society, societies.Find(access.Society.Society).TimeZone.Id, store);

    private static Task<IResult> PutOfInstallation(HttpContext http, Access.Access access, INotificationStore store) => PutAsync(http, access, null, Utc, store);

    private static async Task<IResult> PutAsync(HttpContext http, Access.Access access, SocietyId? society, string timeZone, INotificationStore store)
    {
        var (input, refusal) = await JsonBody.ReadAsync(http, WireJson.Default.NotificationSettingsInput);
        if (input is null) return refusal!;
        var (preferences, problem) = NotificationWire.Read(input, access.Caller.Role, society);
        if (preferences is null) return Problem.BadParameter("BadNotifications", problem);
        await store.PutPreferencesAsync(access.Caller, preferences, http.RequestAborted);
        return Results.Json(NotificationWire.ToDto(access.Caller.Role, society, timeZone, preferences), WireJson.Default.NotificationSettingsDto);
    }

    private static async ValueTask<NotificationSettingsDto> OfAsync(Caller caller, SocietyId society, INotificationStore store, SocietyDirectory societies, CancellationToken ct) =>
        NotificationWire.ToDto(caller.Role, society, societies.Find(society).TimeZone.Id, await store.FindPreferencesAsync(caller, society, ct));
}
