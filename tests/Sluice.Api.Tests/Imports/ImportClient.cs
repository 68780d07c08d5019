using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Contracts;
using Sluice.Contracts.Imports;
using Sluice.Contracts.Jobs;
using Sluice.Metering.Identity;
using Sluice.Metering.Jobs;
using Sluice.Metering.Meters;
using Sluice.Metering.Societies;
using Sluice.Storage.Contract;

namespace Sluice.Api.Tests.Imports;

/// <summary>Imports over the wire, and the registry behind it.</summary>
internal sealed class ImportClient(ApiServer server, string society) : IDisposable
{
    private readonly HttpClient http = server.Client(Role.SocietyAdmin, society);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public HttpClient Http => http;

    public SocietyScope Scope { get; } = Scopes.Of(society);

    public static async Task<ImportClient> NewSocietyAsync(ApiServer server, string society)
    {
        var change = await server.Services.GetRequiredService<ISocietyStore>().CreateAsync(Scopes.Installation, new() { Id = SocietyId.Parse(society), Name = society }, Cancel);
        Assert.True(change.IsDone);
        return new(server, society);
    }

    /// <summary>Sends a CSV and waits for the job's end.</summary>
    public Task<JobDto> ImportAsync(string csv, string query = "") => ImportAsync(Encoding.UTF8.GetBytes(csv), query);

    public async Task<JobDto> ImportAsync(byte[] file, string query = "")
    {
        using var body = new ByteArrayContent(file);
        using var answer = await http.PostAsync($"/api/societies/{society}/imports{query}", body, Cancel);
        return await EndOfAsync(answer);
    }

    public async Task<JobDto> ApplyAsync(JobDto dry)
    {
        using var answer = await http.PostAsync($"/api/jobs/{dry.Id}/apply", null, Cancel);
        return await EndOfAsync(answer);
    }

    public async Task<JobDto> EndOfAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, $"{answer.StatusCode}: {text}");
        var job = JsonSerializer.Deserialize(text, WireJson.Default.JobDto)!;
        Assert.Equal($"/api/jobs/{job.Id}", answer.Headers.Location!.ToString());
        Assert.True(JobId.TryParse(job.Id, out var id));
        var ended = await server.Services.GetRequiredService<IJobQueue>().WaitAsync(Scope, id, TimeSpan.FromMinutes(2), Cancel);
        Assert.True(ended!.IsFinished);
        return JsonSerializer.Deserialize(await http.GetStringAsync($"/api/jobs/{job.Id}", Cancel), WireJson.Default.JobDto)!;
    }

    public async Task<ImportReportPage> ReportAsync(JobDto job, string query = "") =>
        JsonSerializer.Deserialize(await http.GetStringAsync($"/api/jobs/{job.Id}/report{query}", Cancel), WireJson.Default.ImportReportPage)!;

    /// <summary>The counts of a result that are not zero: <c>rows=3 added=2 bad=1</c>.</summary>
    public static string Counts(JobDto job) => string.Join(' ', job.Result!.Value.GetProperty("counts").EnumerateObject()
        .Where(static c => c.Value.GetInt32() != 0).Select(static c => string.Create(CultureInfo.InvariantCulture, $"{c.Name}={c.Value.GetInt32()}")));

    /// <summary>Every meter in one line each.</summary>
    public async Task<List<string>> MetersAsync()
    {
        var store = server.Services.GetRequiredService<IMeterStore>();
        var lines = new List<string>();
        for (string? next = null; ;)
        {
            var page = await store.ListAsync(Scope, MeterFilter.All, next, IMeterStore.MaxPage, Cancel);
            lines.AddRange(page.Items.Select(static m => $"{m.Id} {m.Tower}/{m.Flat} {m.Status}"));
            if ((next = page.Next) is null) return lines;
        }
    }

    public void Dispose() => http.Dispose();
}
