using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Contracts;
using Sluice.Contracts.Readings;
using Sluice.Contracts.Sessions;
using Sluice.Metering.Alerts;
using Sluice.Metering.Identity;
using Sluice.Metering.Validation;

namespace Sluice.App.Tests;

/// <summary>Gives the society of the tests a past: readings of five weeks on one meter, alerts, a round that runs.</summary>
internal static class Seed
{
    private const int Days = 35, Noted = 17;
    private const decimal SinceMidnight = 0.31m;
    private static readonly TimeSpan India = TimeSpan.FromHours(5.5);

    /// <summary>The meter with a past.</summary>
    public static string Meter { get; private set; } = "";

    public static async Task SowAsync(AppServer server)
    {
        using var client = server.Client(Role.SocietyAdmin, "demo");
        var meters = (await client.GetFromJsonAsync("/api/societies/demo/meters?limit=3", WireJson.Default.MeterConfigurationsPage))!.Meters;
        var heard = await HeardAsync(client);
        Meter = heard.MeterId;
        await ReadAsync(client, heard.Consumption!.Value);
        var now = TimeProvider.System.GetUtcNow();
        await server.Services.GetRequiredService<IAlertStore>().NoteAsync(
            Authorizer.ForWorker(SocietyId.Parse("demo"), "seed"), [new(meters[1].MeterId, RuleId.LeakMeter, now), new(meters[2].MeterId, RuleId.LeakMeter, now)], CancellationToken.None);
        using var started = await client.PostAsJsonAsync("/api/societies/demo/sessions", new() { Mode = "SOCIETY", Name = "November round" }, WireJson.Default.StartSessionDto);
        var round = (await started.Content.ReadFromJsonAsync(WireJson.Default.SessionDto))!;
        var first = (await client.GetFromJsonAsync($"/api/sessions/{round.Id}/targets?limit={Noted}", WireJson.Default.TargetsPage))!.Targets;
        foreach (var target in first)
            (await client.PostAsJsonAsync($"/api/sessions/{round.Id}/update", new() { MeterId = target.MeterId, Status = "MANUAL", Reading = 99m }, WireJson.Default.UpdateTargetDto)).EnsureSuccessStatusCode().Dispose();
    }

    /// <summary>The first meter heard on air, with what it shows.</summary>
    private static async Task<SocietyReadingDto> HeardAsync(HttpClient client)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var page = (await client.GetFromJsonAsync("/api/societies/demo/readings?limit=10", WireJson.Default.SocietyReadingsPage, patience.Token))!;
            if (page.Readings.FirstOrDefault(static r => r.Consumption is not null) is { } reading) return reading;
            await Task.Delay(100, patience.Token);
        }
    }

    /// <summary>The dial, read four times a day; litres of a family of four, with a tap that drips since the tenth day.</summary>
    private static async Task ReadAsync(HttpClient client, decimal now)
    {
        var midnight = new DateTimeOffset(TimeProvider.System.GetUtcNow().ToOffset(India).Date, India);
        var uses = Enumerable.Range(-Days, Days).SelectMany(static day => ((int Hour, int Litres)[])
            [(0, 20 + (day * day % 7 * 10)), (5, (day > 10 - Days ? 9 : 1) * 5), (12, 210 + (day * day * 37 % 60)), (22, 180 + (day * day * 53 % 90))], static (day, use) => (day, use.Hour, M3: use.Litres / 1000m)).ToList();
        var m3 = now - uses.Sum(static u => u.M3) - SinceMidnight;
        foreach (var (day, hour, use) in uses)
        {
            m3 += use;
            using var answer = await client.PostAsJsonAsync(
                $"/api/societies/demo/meters/{Meter}/readings", new() { Consumption = m3, Timestamp = midnight.AddDays(day).AddHours(hour) }, WireJson.Default.DialReadingDto);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        }
    }
}
