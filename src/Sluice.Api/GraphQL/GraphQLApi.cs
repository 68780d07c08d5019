using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Api.Access;
using Sluice.Api.GraphQL.Live;
using Sluice.Api.GraphQL.Transport;
using Sluice.Api.Idempotency;

namespace Sluice.Api.GraphQL;

/// <summary>GraphQL: queries and mutations. Who may ask for what, each field's rule says; mutations carry out REST operations, with their rules, checks and audit.</summary>
public static class GraphQLApi
{
    /// <summary>Adds what GraphQL needs.</summary>
    public static IServiceCollection AddGraphQL(this IServiceCollection services, QueryLimits limits, LiveLimits live) =>
        services.AddSingleton(SluiceSchema.Create()).AddSingleton(limits).AddSingleton<QueryRunner>().AddSingleton<RestCall>()
            .AddSingleton(live).AddSingleton<SubscriptionPlaces>().AddSingleton<LiveOperation>();

    /// <summary>Adds <c>/api/graphql</c>.</summary>
    public static IEndpointRouteBuilder MapGraphQL(this IEndpointRouteBuilder app)
    {
        app.MapPost("/api/graphql", HttpTransport.PostAsync).WithName("GraphQL").WithTags("GraphQL").RequiresLogin()
            .RepeatableBecause("queries change nothing, and mutations have keys of their own: ids chosen by the caller");
        app.MapGet("/api/graphql", SocketTransport.GetAsync).WithName("GraphQLSocket").WithTags("GraphQL").OpenToAnybody("a WebSocket says who it is in its first message, and is closed when it does not");
        app.MapPost("/api/graphql/stream", EventStream.PostAsync).WithName("GraphQLStream").WithTags("GraphQL").RequiresLogin().RepeatableBecause("as /api/graphql");
        return app;
    }
}
