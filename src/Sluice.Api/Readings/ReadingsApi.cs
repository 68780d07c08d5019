using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Api.Access;
using Sluice.Api.Paging;
using Sluice.Api.Problems;
using Sluice.Contracts;
using Sluice.Contracts.Readings;
using Sluice.Metering.Identity;
using Sluice.Metering.Readings;
using Sluice.Metering.Telegrams;
using Sluice.WMBus.Frames;

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

    private static async Task<IResult> ListReadings(IReadingStore readings, CancellationToken ct, string? limit = null, string? next = null, string? meter = null)
    {
        if (!Cursors.TryLimit(limit, out var size)) return Cursors.BadLimit();
        Page<Reading> page;
        try
        {
            if (meter is null)
            {
                page = await readings.ListAsync(next, size, ct);
            }
            else
            {
                if (!MeterNames.TryParse(meter, out var serial, out var address))
                    return Problem.BadParameter("BadMeter", "A meter is named by its eight-digit serial number (90000001) or its address (KAM.90000001.1f.16).");
                if (address is null)
                {
                    var meters = await readings.FindMetersAsync(serial, ct);
                    if (meters.Count > 1)
                        return Problem.BadParameter("AmbiguousMeter", $"Several meters have this serial number: {string.Join(", ", meters.Select(MeterNames.Of))}.");
                    if (meters.Count == 1) address = meters[0];
                }
                page = address is { } one ? await readings.ListByMeterAsync(one, next, size, ct) : new([], null);
            }
        }
        catch (FormatException)
        {
            return Cursors.BadCursor();
        }
        return Results.Json(new ReadingsPage { Readings = [.. page.Items.Select(ReadingWire.ToDto)], Next = page.Next }, WireJson.Default.ReadingsPage);
    }

    private static Task<IResult> ListMeters(IReadingStore readings, CancellationToken ct, string? limit = null, string? next = null) => Cursors.PageAsync(
        limit, next,
        async (cursor, size) =>
        {
            var page = await readings.ListLatestAsync(cursor, size, ct);
            return new MetersPage { Meters = [.. page.Items.Select(ReadingWire.ToDto)], Next = page.Next };
        },
        WireJson.Default.MetersPage);

    private static async Task<IResult> GetOverview(IReadingStore readings, ITelegramArchive archive, TimeProvider clock, CancellationToken ct)
    {
        var counts = await readings.CountAsync(ct);
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
