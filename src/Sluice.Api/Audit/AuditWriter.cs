using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Sluice.Api.Access;
using Sluice.Metering.Audit;
using Sluice.Metering.Identity;
using Sluice.Metering.Storage;

namespace Sluice.Api.Audit;

/// <summary>The one place that writes requests into the audit log: what the endpoint's rule names, done or refused.</summary>
public sealed class AuditWriter(IAuditLog log, RefusalBound refusals, TimeProvider clock, ILogger<AuditWriter> logger)
{
    private const string Anonymous = "anonymous";

    /// <summary>Writes what was done. The caller gets its answer after this is on disk.</summary>
    /// <exception cref="StorageException">It could not be written: then the request is answered with that, and the caller tries again.</exception>
    public ValueTask DoneAsync(HttpContext http, string action)
    {
        var access = http.Features.Get<Access.Access>();
        var note = AuditNote.Of(http);
        return log.AppendAsync(Entry(http, action, access?.Caller ?? Caller.Nobody, note.Society ?? access?.Entered, note.Detail), CancellationToken.None);
    }

    /// <summary>Writes that somebody was refused, at most so often (<see cref="RefusalBound"/>). A log that cannot be written changes nothing for the refused.</summary>
    public async ValueTask RefusedAsync(HttpContext http, string action, Caller caller, int status)
    {
        var who = caller.Subject.Length > 0 ? caller.Subject : From(http) ?? Anonymous;
        if (!refusals.TryTake(who, out var unwritten)) return;
        var society = http.GetRouteValue("societyId") is string text && SocietyId.TryParse(text, out var id) ? id : (SocietyId?)null;
        var detail = unwritten == 0 ? $"status {status}" : $"status {status}; {unwritten} more refusals were not written one by one";
        try
        {
            await log.AppendAsync(Entry(http, $"{action} refused", caller, society, detail), CancellationToken.None);
        }
        catch (StorageException e)
        {
            logger.LogError("A refused attempt at {Action} could not be written into the audit log: {Message}", action, e.Message);
        }
    }

    private AuditEntry Entry(HttpContext http, string action, Caller caller, SocietyId? society, string detail) => new(
        clock.GetUtcNow(),
        caller.Subject.Length > 0 ? caller.Subject : Anonymous,
        caller.Name,
        action,
        society,
        AuditNote.Of(http).Target ?? http.Request.RouteValues.LastOrDefault(static v => v.Key != "societyId").Value as string ?? "",
        detail,
        From(http));

    private static string? From(HttpContext http) => http.Connection.RemoteIpAddress is { } address ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString() : null;
}
