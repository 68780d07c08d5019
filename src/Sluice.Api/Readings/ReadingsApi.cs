using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Api.Access;
using Sluice.Api.Paging;
using Sluice.Contracts;
using Sluice.Contracts.Readings;
using Sluice.Metering.Identity;
using Sluice.Metering.Readings;
using Sluice.Metering.Telegrams;

namespace Sluice.Api.Readings;

/// <summary>Readings out.</summary>
public static class ReadingsApi
{
    /// <summary>Adds <c>GET /api/readings</c>, <c>/api/meters</c>, <c>/api/overview</c>.</summary>
    public static IEndpointRouteBuilder MapReadings(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/readings", ListReadings).WithName("ListReadings").RequiresInstallation(InstallationPermission.Observe);
        app.MapGet("/api/meters", ListMeters).WithName("ListMeters").RequiresInstallation(InstallationPermission.Observe);
        app.MapGet("/api/overview", GetOverview).WithName("GetOverview").RequiresInstallation(InstallationPermission.Observe);
        return app;
    }

    private static async Task<IResult> ListReadings(
        Access.Access access, IReadingStore readings, CancellationToken ct, string? limit = null, string? next = null, string? meter = null)
    {
        if (meter is null)
            return await Cursors.PageAsync(limit, next, async (cursor, size) => ToPage(await readings.ListAsync(access.Installation, cursor, size, ct)), WireJson.Default.ReadingsPage);
        if (!MeterNames.TryParse(meter, out var serial, out var id)) return MeterNames.Bad();
        if (id is null)
        {
            var meters = await readings.FindMetersAsync(access.Installation, serial, ct);
            if (meters.Count > 1) return MeterNames.Ambiguous(meters);
            id = meters.Count == 1 ? meters[0] : new(default, serial);
        }
        return await Cursors.PageAsync(
            limit, next, async (cursor, size) => ToPage(await readings.ListByMeterAsync(access.Installation, id.Value, TimeRange.All, cursor, size, ct)), WireJson.Default.ReadingsPage);
    }

    private static ReadingsPage ToPage(Page<Reading> page) => new() { Readings = [.. page.Items.Select(ReadingWire.ToDto)], Next = page.Next };

    private static Task<IResult> ListMeters(Access.Access access, IReadingStore readings, CancellationToken ct, string? limit = null, string? next = null) => Cursors.PageAsync(
        limit, next,
        async (cursor, size) =>
        {
            var page = await readings.ListLatestAsync(access.Installation, cursor, size, ct);
            return new MetersPage { Meters = [.. page.Items.Select(ReadingWire.ToDto)], Next = page.Next };
        },
        WireJson.Default.MetersPage);

    private static async Task<IResult> GetOverview(Access.Access access, IReadingStore readings, ITelegramArchive archive, TimeProvider clock, CancellationToken ct)
    {
        var counts = await readings.CountAsync(access.Installation, ct);
        var states = await archive.CountAsync(ct);
        return Results.Json(new OverviewDto
        {
            Meters = counts.Meters,
            Readings = counts.Readings,
            LastReading = counts.LastSequence,
            Telegrams = states.Values.Sum(),
            Repeats = states.GetValueOrDefault(DecodeState.Repeated),
            Pending = states.GetValueOrDefault(DecodeState.Pending),
            Undecoded = states.Where(static s => s.Key.IsUndecoded() && s.Value > 0).OrderBy(static s => s.Key).ToDictionary(static s => s.Key.ToString(), static s => s.Value),
            Now = clock.GetUtcNow(),
        }, WireJson.Default.OverviewDto);
    }
}
