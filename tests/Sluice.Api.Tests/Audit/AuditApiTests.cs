using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Contracts;
using Sluice.Contracts.Audit;
using Sluice.Metering.Audit;
using Sluice.Metering.Identity;

namespace Sluice.Api.Tests.Audit;

public sealed class AuditApiTests : IAsyncLifetime
{
    private readonly ApiServer server = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => server.InitializeAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task What_is_done_is_written_with_who_and_from_where()
    {
        using var http = server.Client();
        var lines = (await http.GetStringAsync("/api/audit/export", Cancel)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var entry = JsonSerializer.Deserialize(Assert.Single(lines), WireJson.Default.AuditEntryDto)!;   // written before the answer leaves: its own
        Assert.Equal((1, "script:SuperAdmin", "audit.export", "127.0.0.1"), (entry.Sequence, entry.Actor, entry.Action, entry.From));
        var verdict = JsonSerializer.Deserialize(await http.GetStringAsync("/api/audit/verify", Cancel), WireJson.Default.AuditVerdictDto)!;
        Assert.Equal((true, 1, entry.Hash), (verdict.Intact, verdict.Entries, verdict.Head));
    }

    [Fact]
    public async Task A_society_admin_reads_the_own_society_and_nothing_else()
    {
        await AppendAsync("green-park", "blue-hill", null);
        using var http = server.Client(Role.SocietyAdmin, "green-park");
        var page = JsonSerializer.Deserialize(await http.GetStringAsync("/api/societies/green-park/audit", Cancel), WireJson.Default.AuditPage)!;
        Assert.Equal("green-park", Assert.Single(page.Entries).SocietyId);
        using var other = await http.GetAsync("/api/societies/blue-hill/audit", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
        using var all = await http.GetAsync("/api/audit", Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, all.StatusCode);
    }

    [Fact]
    public async Task Pages_go_on_where_the_one_before_ended()
    {
        await AppendAsync("green-park", "green-park", "green-park");
        using var http = server.Client();
        var first = await PageAsync(http, "/api/audit?limit=2");
        Assert.Equal([3, 2], first.Entries.Select(e => e.Sequence));
        var second = await PageAsync(http, $"/api/audit?limit=2&next={first.Next}");
        Assert.Equal([1], second.Entries.Select(e => e.Sequence));
        Assert.Null(second.Next);
        using var bad = await http.GetAsync("/api/audit?next=r1", Cancel);
        Assert.Contains("BadCursor", await bad.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_attempts_are_written_and_cannot_fill_the_log()
    {
        using (var scanner = server.Client(Role.Scanner, "green-park"))
            for (var i = 0; i < 40; i++) using (var answer = await scanner.GetAsync("/api/audit/export", Cancel)) Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        using (var nobody = server.Anonymous())
        using (var answer = await nobody.GetAsync("/api/audit/export", Cancel)) Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        using var http = server.Client();
        var entries = (await PageAsync(http, "/api/audit?limit=100")).Entries;
        Assert.Equal(Api.Audit.RefusalBound.Each, entries.Count(e => e.Actor == "script:Scanner" && e.Action == "audit.export refused"));
        Assert.Equal(("anonymous", "audit.export refused"), (entries[0].Actor, entries[0].Action));
        Assert.Contains("30 more", entries[0].Detail, StringComparison.Ordinal);
    }

    private async Task AppendAsync(params string?[] societies)
    {
        foreach (var society in societies)
            await server.Services.GetRequiredService<IAuditLog>().AppendAsync(
                new(DateTimeOffset.UnixEpoch, "user", "", "meter.update", society is null ? null : SocietyId.Parse(society), "m"), Cancel);
    }

    private static async Task<AuditPage> PageAsync(HttpClient http, string path) => JsonSerializer.Deserialize(await http.GetStringAsync(path, Cancel), WireJson.Default.AuditPage)!;
}
