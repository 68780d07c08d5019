using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Sluice.Api.Audit;

/// <summary>Writes an endpoint's action into the audit log after its handler succeeded and before the answer leaves: what was acknowledged is in the log.</summary>
internal static class AuditFilter
{
    /// <summary>Adds the filter when the rule names an action.</summary>
    public static T Audited<T>(this T endpoint, string? action) where T : IEndpointConventionBuilder =>
        action is null ? endpoint : endpoint.AddEndpointFilter(async (context, next) =>
        {
            var result = await next(context);
            var http = context.HttpContext;
            if (Status(result, http) < StatusCodes.Status400BadRequest) await http.RequestServices.GetRequiredService<AuditWriter>().DoneAsync(http, action);
            return result;
        });

    private static int Status(object? result, HttpContext http) => result switch
    {
        INestedHttpResult nested => Status(nested.Result, http),
        IStatusCodeHttpResult { StatusCode: { } status } => status,
        _ => http.Response.StatusCode,
    };
}
