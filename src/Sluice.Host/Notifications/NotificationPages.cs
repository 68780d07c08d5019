using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Sluice.Api.Access;
using Sluice.Host.Identity.Pages;
using Sluice.Metering.Identity;
using Sluice.Metering.Notifications;
using Sluice.Storage.Sqlite.People;
using static Sluice.Host.Identity.Pages.PageResult;

namespace Sluice.Host.Notifications;

/// <summary>Where the links lead that end mails. They ask for no log-in.</summary>
internal static class NotificationPages
{
    public static void MapNotificationPages(this IEndpointRouteBuilder app)
    {
        const string sealedToken = "the sealed token says whom and what it is about";
        app.MapGet("/account/unsubscribe", Ask).ExcludeFromDescription().OpenToAnybody(sealedToken);
        app.MapPost("/account/unsubscribe", StopAsync).ExcludeFromDescription().OpenToAnybody(sealedToken);
    }

    /// <summary>A page with a button: mail programs open links by themselves, and that alone ends nothing.</summary>
    private static IResult Ask(HttpContext http, NotificationLinks links, string? token) => links.TryRead(token, out _, out var society, out var type)
        ? Page(http, "Stop these mails", $"""
            <p>{WhatOf(type)} {(society is { } id ? $"of {id.Text}" : "")}</p>
            <form method="post" action="/account/unsubscribe?token={token}"><button type="submit">Stop them</button></form>
            """)
        : NotGood(http);

    /// <summary>Ends it: by the button, or by the mail program itself (RFC 8058), which sends no cookie.</summary>
    private static async Task<IResult> StopAsync(HttpContext http, NotificationLinks links, INotificationStore store, UserManager<PersonRow> users, string? token)
    {
        if (!links.TryRead(token, out var subject, out var society, out var type) || await users.FindByIdAsync(subject) is not { } person) return NotGood(http);
        var caller = new Caller(subject, person.Role, society is { } one ? new HashSet<SocietyId> { one } : [], person.Email ?? "");
        var before = await store.FindPreferencesAsync(caller, society, http.RequestAborted) ?? new() { Subject = subject, Society = society };
        var choices = before.Choices.ToDictionary(static c => c.Key, static c => c.Value, StringComparer.Ordinal);
        foreach (var each in NotificationCatalog.All.Where(t => t.Name == type || type == NotificationLinks.All))
        {
            var choice = NotificationRules.ChoiceOf(each, person.Role, before);
            // It was a mail: other channels go on.
            choices[each.Name] = choice.Channels.Where(static c => c != NotificationCatalog.Mail).ToList() is { Count: > 0 } rest ? choice with { Channels = rest } : new(NotificationTiming.Off, [NotificationCatalog.Mail]);
        }
        await store.PutPreferencesAsync(caller, before with { Choices = choices }, http.RequestAborted);
        await LoginAudit.DoneAsync(http, person, "notifications.unsubscribe");
        return Page(http, "Done", $"<p>You will get no more of these mails. In the app you can switch them on again.</p>");
    }

    private static string WhatOf(string type) => NotificationCatalog.Find(type)?.Meaning ?? "Every mail about what happens";

    private static IResult NotGood(HttpContext http) => Page(http, "This link is not good", $"<p>It was not copied whole, or the server's keys were replaced. In the app you can choose what you are told.</p>", status: StatusCodes.Status400BadRequest);
}
