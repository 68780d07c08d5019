using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Api.Problems;
using Sluice.Metering.Societies;

namespace Sluice.Api.Societies;

/// <summary>Whoever runs the installation may enter every society; this refuses those that do not exist.</summary>
internal static class ExistingSociety
{
    /// <summary>Answers 404 when the society of the route does not exist.</summary>
    public static T InExistingSociety<T>(this T endpoint) where T : IEndpointConventionBuilder => endpoint.AddEndpointFilter(static async (context, next) =>
    {
        var http = context.HttpContext;
        return http.RequestServices.GetRequiredService<SocietyDirectory>().Contains(http.Features.Get<Access.Access>()!.Society.Society) ? await next(context) : Problem.NotYours();
    });
}
