using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Api.Access;
using Sluice.Api.Problems;
using Sluice.Contracts;
using Sluice.Contracts.People;
using Sluice.Metering.Identity;

namespace Sluice.Api.People;

/// <summary>Who asks, and where they are logged in.</summary>
public static class MeApi
{
    /// <summary>Adds <c>GET /api/me</c> and <c>/api/me/devices</c>.</summary>
    public static IEndpointRouteBuilder MapMe(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/me", GetMe).WithName("GetMe").WithTags("Me").RequiresLogin();
        app.MapGet("/api/me/devices", ListDevices).WithName("ListDevices").WithTags("Me").RequiresLogin();
        app.MapDelete("/api/me/devices/{deviceId}", RevokeDevice).WithName("RevokeDevice").WithTags("Me").RequiresLogin(audit: "device.revoke");
        return app;
    }

    private static async Task<IResult> GetMe(Access.Access access, IPeople people, CancellationToken ct)
    {
        var caller = access.Caller;
        var person = await people.FindAsync(caller.Subject, ct);
        return Results.Json(new MeDto
        {
            Subject = caller.Subject,
            Name = person is { Name.Length: > 0 } ? person.Name : caller.Name,
            Role = caller.Role.ToString(),
            Societies = [.. caller.Societies.Select(static s => s.Text).Order(StringComparer.Ordinal)],
            Mfa = person is { HasMfa: true },
        }, WireJson.Default.MeDto);
    }

    private static async Task<IResult> ListDevices(Access.Access access, IPeople people, CancellationToken ct) => Results.Json(new DevicesDto
    {
        Items = [.. (await people.DevicesAsync(access.Caller, ct)).Select(static d => new DeviceDto { Id = d.Id, Name = d.Name, CreatedAt = d.CreatedAt, LastUsedAt = d.LastUsedAt })],
    }, WireJson.Default.DevicesDto);

    private static async Task<IResult> RevokeDevice(string deviceId, Access.Access access, IPeople people, CancellationToken ct) =>
        await people.RevokeDeviceAsync(access.Caller, deviceId, ct) ? Results.NoContent() : Problem.NotYours();
}
