using System.Globalization;
using System.Text;
using System.Text.Json;
using Sluice.Contracts;
using Sluice.Contracts.Jobs;

namespace Sluice.EndToEnd.Tests;

/// <summary>kill -9 in the middle of an import: it goes on after the restart, and the registry is what the file says.</summary>
public sealed class ImportCrashTests : ServerTests
{
    private const int Rows = 20_000;

    private static int Rounds => int.TryParse(Environment.GetEnvironmentVariable("SLUICE_CRASH_ROUNDS"), CultureInfo.InvariantCulture, out var rounds) ? rounds : 3;

    [Fact]
    public async Task An_import_killed_again_and_again_ends_with_the_registry_equal_to_the_file()
    {
        var random = new Random(2101);
        JobDto job;
        await using (var server = await ServerProcess.StartAsync(Data))
        {
            Assert.Equal("SUCCEEDED", (await EndAsync(server.Http, await PostAsync(server.Http, "/api/imports/societies", "id,name\ngreen-park,Green Park\n"))).State);
            job = await PostAsync(server.Http, "/api/societies/green-park/imports", Meters());
            await server.KillAsync();
        }
        for (var round = 1; round < Rounds; round++)
        {
            await using var server = await ServerProcess.StartAsync(Data);
            var until = random.Next(Rows * round / Rounds);
            await UntilAsync(async () => await GetAsync(server.Http, job) is var now && (now.State != "RUNNING" || now.Progress.Done >= until));
            await server.KillAsync();
        }
        await using (var server = await ServerProcess.StartAsync(Data))
        {
            job = await EndAsync(server.Http, job);
            Assert.Equal(("SUCCEEDED", $"{Rows} {Rows} 0"), (job.State, Counts(job)));
            // The same file again finds every meter, just so.
            var again = await EndAsync(server.Http, await PostAsync(server.Http, "/api/societies/green-park/imports", Meters()));
            Assert.Equal(("SUCCEEDED", $"{Rows} 0 {Rows}"), (again.State, Counts(again)));
            await server.InterruptAsync();
        }
    }

    private static new string Meters()
    {
        var csv = new StringBuilder("serialNumber,towerName,flatNumber,floor,installationDate\n");
        for (var n = 0; n < Rows; n++) csv.Append(CultureInfo.InvariantCulture, $"{90000000 + n},T{n / 1000},{n % 1000},{n % 1000 / 10},2025-03-31\n");
        return csv.ToString();
    }

    private static string Counts(JobDto job)
    {
        var counts = job.Result!.Value.GetProperty("counts");
        return string.Join(' ', new[] { "rows", "added", "unchanged" }.Select(name => counts.GetProperty(name).GetInt32()));
    }

    private static async Task<JobDto> EndAsync(HttpClient http, JobDto job)
    {
        await UntilAsync(async () => (await GetAsync(http, job)).State is "SUCCEEDED" or "FAILED");
        return await GetAsync(http, job);
    }

    private static async Task<JobDto> GetAsync(HttpClient http, JobDto job) =>
        JsonSerializer.Deserialize(await http.GetStringAsync(job.SocietyId is null ? $"/api/installation/jobs/{job.Id}" : $"/api/jobs/{job.Id}", Cancel), WireJson.Default.JobDto)!;

    private static async Task<JobDto> PostAsync(HttpClient http, string address, string csv)
    {
        using var answer = await http.PostAsync(address, new StringContent(csv), Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonSerializer.Deserialize(text, WireJson.Default.JobDto)!;
    }
}
