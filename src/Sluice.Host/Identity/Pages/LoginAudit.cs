using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Api.Audit;
using Sluice.Metering.Audit;
using Sluice.Metering.Identity;
using Sluice.Storage.Sqlite.People;

namespace Sluice.Host.Identity.Pages;

/// <summary>Writes log-ins and what people do with their own account into the audit log. The pages know who it is only after the form, so no rule can.</summary>
internal static class LoginAudit
{
    /// <summary>Writes what was done.</summary>
    public static ValueTask DoneAsync(HttpContext http, PersonRow person, string action) => http.RequestServices.GetRequiredService<IAuditLog>().AppendAsync(new(
        http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow(), person.Id, person.Email ?? "", action, Society: null, person.Id,
        From: http.Connection.RemoteIpAddress?.ToString()), CancellationToken.None);

    /// <summary>Writes that a password or code did not fit, at most so often.</summary>
    /// <param name="http">The request.</param>
    /// <param name="person">Whose account it was tried at; null: nobody's.</param>
    /// <param name="action">The action that was refused.</param>
    public static ValueTask RefusedAsync(HttpContext http, PersonRow? person, string action) => http.RequestServices.GetRequiredService<AuditWriter>().RefusedAsync(
        http, action, person is null ? Caller.Nobody : new(person.Id, Role.None, new HashSet<SocietyId>(), person.Email ?? ""), StatusCodes.Status401Unauthorized);
}
