using System.Globalization;
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

namespace Sluice.Api.Readings;

/// <summary>A society's readings out.</summary>
public static class SocietyReadingsApi
{
    /// <summary>The most days of one call for the use by day.</summary>
    private const int MaxDays = 3_660;

    /// <summary>Adds the lists under <c>/api/societies/{societyId}</c> and <c>GET /api/readings/{readingId}</c>.</summary>
    public static IEndpointRouteBuilder MapSocietyReadings(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/societies/{societyId}/readings", ListReadings).WithName("ListSocietyReadings").WithTags("Readings").Requires(Permission.ReadingRead);
        app.MapGet("/api/societies/{societyId}/readings/latest", ListLatest).WithName("ListLatestReadings").WithTags("Readings").Requires(Permission.ReadingRead);
        app.MapGet("/api/societies/{societyId}/meters/{meterId}/readings", ListByMeter).WithName("ListMeterReadings").WithTags("Readings").Requires(Permission.ReadingRead);
        app.MapGet("/api/societies/{societyId}/consumption", GetConsumption).WithName("GetConsumption").WithTags("Readings").Requires(Permission.ReadingRead);
        app.MapGet("/api/readings/{readingId}", GetReading).WithName("GetReading").WithTags("Readings").Requires(Permission.ReadingRead);
        return app;
    }

    private static async Task<IResult> ListReadings(
        Access.Access access, IReadingStore readings, CancellationToken ct, string? meter = null, string? from = null, string? to = null, string? limit = null, string? next = null)
    {
        if (meter is not null) return await ListByMeter(meter, access, readings, ct, from, to, limit, next);
        if (!TryRange(from, to, out var range)) return BadTime();
        return await Cursors.PageAsync(limit, next, async (cursor, size) => SocietyReadingWire.ToPage(range == TimeRange.All
            ? await readings.ListAsync(access.Society, cursor, size, ct)
            : await readings.ListBetweenAsync(access.Society, range, cursor, size, ct)), WireJson.Default.SocietyReadingsPage);
    }

    private static async Task<IResult> ListByMeter(
        string meterId, Access.Access access, IReadingStore readings, CancellationToken ct, string? from = null, string? to = null, string? limit = null, string? next = null)
    {
        if (!TryRange(from, to, out var range)) return BadTime();
        if (!MeterNames.TryParse(meterId, out var serial, out var id)) return MeterNames.Bad();
        if (id is null)
        {
            var meters = await readings.FindMetersAsync(access.Society, serial, ct);
            if (meters.Count > 1) return MeterNames.Ambiguous(meters);
            id = meters.Count == 1 ? meters[0] : new(default, serial);
        }
        return await Cursors.PageAsync(
            limit, next, async (cursor, size) => SocietyReadingWire.ToPage(await readings.ListByMeterAsync(access.Society, id.Value, range, cursor, size, ct)), WireJson.Default.SocietyReadingsPage);
    }

    private static Task<IResult> ListLatest(Access.Access access, IReadingStore readings, CancellationToken ct, string? limit = null, string? next = null) => Cursors.PageAsync(
        limit, next,
        async (cursor, size) =>
        {
            var page = await readings.ListLatestAsync(access.Society, cursor, size, ct);
            return new SocietyReadingsPage { Readings = [.. page.Items.Select(static l => SocietyReadingWire.ToDto(l.Reading))], Next = page.Next };
        },
        WireJson.Default.SocietyReadingsPage);

    private static async Task<IResult> GetConsumption(Access.Access access, IReadingStore readings, TimeProvider clock, CancellationToken ct, string? from = null, string? to = null, string? meter = null)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var (first, last) = (today.AddDays(-30), today);
        if ((from is not null && !TryDay(from, out first)) || (to is not null && !TryDay(to, out last)) || last < first || last.DayNumber - first.DayNumber >= MaxDays)
            return Problem.BadParameter("BadDays", $"from and to are days such as 2026-03-01, from not after to, at most {MaxDays} days.");
        if (meter is null) return ToUse(await readings.UseByDayAsync(access.Society, first, last, ct));
        if (!MeterNames.TryParse(meter, out var serial, out var id)) return MeterNames.Bad();
        return ToUse(await readings.UseByDayAsync(access.Society, id ?? (await readings.FindMetersAsync(access.Society, serial, ct) is [var only, ..] ? only : default), first, last, ct));
    }

    private static async Task<IResult> GetReading(string readingId, Access.Access access, IReadingStore readings, ITelegramArchive archive, Intake intake, CancellationToken ct)
    {
        if (!ReadingLookup.TryParse(readingId, out var sequence) || await readings.FindAsync(access.Society, sequence, ct) is not { } reading) return Problem.NotYours();
        var telegram = await archive.FindAsync(reading.TelegramId, ct);
        return Results.Json(SocietyReadingWire.ToDto(reading) with
        {
            RawTelegram = telegram is not null && access.Also(Permission.TelegramRead) ? Convert.ToHexString(telegram.Arrival.Bytes.Span) : null,
            DecryptedData = telegram is null ? null : intake.DecodeAgain(telegram).Fields
                .GroupBy(static f => f.Name.Text, StringComparer.Ordinal).ToDictionary(static f => f.Key, static f => f.First().Value.ToString(), StringComparer.Ordinal),
        }, WireJson.Default.SocietyReadingDto);
    }

    private static IResult ToUse(IReadOnlyList<DayUse> days) => Results.Json(
        new ConsumptionDto { Days = [.. days.Select(static d => new DayUseDto(d.Day, d.UseM3, d.Meters))], TotalM3 = days.Sum(static d => d.UseM3) }, WireJson.Default.ConsumptionDto);

    private static bool TryRange(string? from, string? to, out TimeRange range)
    {
        DateTimeOffset first = default, last = default;
        var good = (from is null || TryTime(from, out first)) && (to is null || TryTime(to, out last));
        range = new(from is null ? null : first, to is null ? null : last);
        return good;
    }

    private static bool TryTime(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);

    private static bool TryDay(string text, out DateOnly day) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    private static IResult BadTime() => Problem.BadParameter("BadTime", "from and to are times such as 2026-03-01T00:00:00Z or days such as 2026-03-01; to is exclusive.");
}
