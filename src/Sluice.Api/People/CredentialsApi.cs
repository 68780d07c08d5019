using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Api.Access;
using Sluice.Api.Problems;
using Sluice.Contracts;
using Sluice.Contracts.People;
using Sluice.Metering.Identity;

namespace Sluice.Api.People;

/// <summary>A society's API keys and gateways.</summary>
public static class CredentialsApi
{
    /// <summary>Adds list, make and revoke under <c>/api/societies/{societyId}/api-keys</c> and <c>…/gateways</c>.</summary>
    public static IEndpointRouteBuilder MapCredentials(this IEndpointRouteBuilder app)
    {
        Map(app, "api-keys", "keyId", CredentialKind.ApiKey, "ApiKey", "api-key");
        Map(app, "gateways", "gatewayId", CredentialKind.Gateway, "Gateway", "gateway");
        return app;
    }

    private static void Map(IEndpointRouteBuilder app, string folder, string parameter, CredentialKind kind, string name, string action)
    {
        var path = $"/api/societies/{{societyId}}/{folder}";
        app.MapGet(path, (Access.Access access, ICredentialStore store, CancellationToken ct) => ListAsync(kind, access, store, ct))
            .WithName($"List{name}s").WithTags("Credentials").Requires(Permission.CredentialManage);
        app.MapPost(path, (HttpContext http, Access.Access access, ICredentialStore store, TimeProvider clock) => MakeAsync(kind, http, access, store, clock))
            .WithName($"Make{name}").WithTags("Credentials").Requires(Permission.CredentialManage, audit: $"{action}.make");
        app.MapDelete($"{path}/{{{parameter}}}", (HttpContext http, Access.Access access, ICredentialStore store, TimeProvider clock, CancellationToken ct) =>
                RevokeAsync(kind, (string)http.GetRouteValue(parameter)!, access, store, clock, ct))
            .WithName($"Revoke{name}").WithTags("Credentials").Requires(Permission.CredentialManage, audit: $"{action}.revoke");
    }

    private static async Task<IResult> ListAsync(CredentialKind kind, Access.Access access, ICredentialStore store, CancellationToken ct) => Results.Json(
        new CredentialsDto { Items = [.. (await store.ListAsync(access.Society, kind, ct)).Select(static c => ToDto(c))] }, WireJson.Default.CredentialsDto);

    private static async Task<IResult> MakeAsync(CredentialKind kind, HttpContext http, Access.Access access, ICredentialStore store, TimeProvider clock)
    {
        var (wanted, problem) = await JsonBody.ReadAsync(http, WireJson.Default.NewCredentialDto);
        if (wanted is null) return problem!;
        var now = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
        if (wanted.Name?.Trim() is not { Length: > 0 and <= Credential.MaxName } name) return Problem.BadParameter("BadName", $"name has 1 to {Credential.MaxName} characters.");
        if (wanted.ExpiresAt <= now) return Problem.BadParameter("BadExpiry", "expiresAt is a time to come, for example 2030-01-01T00:00:00Z; leave it out for none.");
        var (id, secret, hash) = CredentialSecret.Make(kind);
        var made = new Credential(id, access.Society.Society, kind, name, now, access.Caller.Subject) { ExpiresAt = wanted.ExpiresAt?.ToUniversalTime() };
        if (!await store.AddAsync(access.Society, made, hash, http.RequestAborted))
            return Problem.Of(StatusCodes.Status409Conflict, "TooMany", "There are too many of them.", $"A society has at most {ICredentialStore.MaxInForce} in force; revoke some.");
        http.Response.Headers.CacheControl = "no-store";
        return Results.Json(ToDto(made) with { Secret = secret }, WireJson.Default.CredentialDto, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> RevokeAsync(CredentialKind kind, string id, Access.Access access, ICredentialStore store, TimeProvider clock, CancellationToken ct) =>
        await store.RevokeAsync(access.Society, kind, id, clock.GetUtcNow(), ct) ? Results.NoContent() : Problem.NotYours();

    private static CredentialDto ToDto(Credential c) => new()
    {
        Id = c.Id,
        Name = c.Name,
        CreatedAt = c.CreatedAt,
        CreatedBy = c.CreatedBy,
        ExpiresAt = c.ExpiresAt,
        LastUsedAt = c.LastUsedAt,
        RevokedAt = c.RevokedAt,
    };
}
