using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Api.Access;

namespace Sluice.Api.Tests.Audit;

public sealed class AuditRouteTests(ApiServer server) : IClassFixture<ApiServer>
{
    /// <summary>Calls that change something, or look so, and need no entry, each with its reason.</summary>
    private static readonly Dictionary<string, string> NotAudited = new(StringComparer.Ordinal)
    {
        ["POST /api/societies/{societyId}/imports/suggest"] = "looks at headers and changes nothing",
        ["POST /api/telegrams"] = "telegrams come by the thousand; each is archived with its time and receiver",
        ["POST /api/societies/{societyId}/rules/try"] = "changes nothing: judges stored readings once more and tells",
        ["POST /api/sessions/{sessionId}/telegrams"] = "telegrams come by the thousand; each is archived with its time and receiver",
        ["POST /account/login"] = "the page writes person.* itself, when it knows who it is",
        ["POST /account/mfa"] = "the page writes person.* itself, when it knows who it is",
        ["POST /account/mfa-setup"] = "the page writes person.* itself, when it knows who it is",
        ["POST /account/link"] = "the page writes person.* itself, when it knows who it is",
        ["POST /account/password"] = "the page writes person.* itself, when it knows who it is",
        ["POST /account/logout"] = "ends the log-in of the browser that asks; takes nobody's right away",
        ["POST /account/unsubscribe"] = "the page writes notifications.unsubscribe itself, when it knows who it is",
        ["POST /connect/authorize"] = "part of logging in; the page that asked for the password wrote it",
        ["POST /connect/token"] = "part of logging in; the page that asked for the password wrote it",
        ["POST /connect/logout"] = "as /account/logout",
        ["POST /account/forgot"] = "writes its entry when it has found who it is, behind the answer",
        ["POST /api/decrypt/telegram"] = "as POST /api/telegrams",
        ["POST /api/graphql/stream"] = "as POST /api/graphql",
        ["POST /api/graphql"] = "each mutation is written as the REST operation it carries out",
        ["POST /api/sessions/{sessionId}/events/tickets"] = "a ticket lets its owner see for once what they see anyway",
        ["POST /api/societies/{societyId}/events/tickets"] = "as above",
        ["POST /api/decrypt/batch"] = "as POST /api/telegrams",
    };

    [Fact]
    public void Every_call_that_changes_something_is_audited_or_says_why_not()
    {
        var bare = Routes().Where(static r => r.Method is not ("GET" or "HEAD") && r.Rule.Audit is null).Select(static r => r.Name).ToList();
        Assert.True(bare.Except(NotAudited.Keys).ToList() is [], $"Give these an action by .Requires(…, audit: \"thing.verb\"), or list them in {nameof(NotAudited)} with a reason: {string.Join(", ", bare.Except(NotAudited.Keys))}");
        Assert.True(NotAudited.Keys.Except(bare).ToList() is [], $"No such call, or audited after all: {string.Join(", ", NotAudited.Keys.Except(bare))}");
    }

    [Fact]
    public void Every_action_is_lower_case_words_between_dots()
    {
        foreach (var route in Routes())
            if (route.Rule.Audit is { } action) Assert.Matches("^[a-z]+(-[a-z]+)*(\\.[a-z]+(-[a-z]+)*)+$", action);
    }

    private IEnumerable<(string Method, string Name, AccessRule Rule)> Routes() =>
        from endpoint in server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["ANY"]
        let rule = endpoint.Metadata.GetMetadata<AccessRule>()
        where rule is not null
        select (method, $"{method} {endpoint.RoutePattern.RawText}", rule);
}
