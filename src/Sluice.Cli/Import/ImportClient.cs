using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Sluice.Contracts;
using Sluice.Contracts.Imports;
using Sluice.Contracts.Jobs;

namespace Sluice.Cli.Import;

/// <summary>Sends a file to a server, follows the job, prints what came of it.</summary>
internal sealed class ImportClient(Uri server, string token)
{
    private const int RowsShown = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(string address, string query, string file, string? reportFile, CancellationToken ct)
    {
        using var http = new HttpClient { BaseAddress = server, Timeout = TimeSpan.FromMinutes(10) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        string job;
        await using (var content = File.OpenRead(file))
        {
            using var form = new MultipartFormDataContent();
            using var part = new StreamContent(content);
            part.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            form.Add(part, "file", Path.GetFileName(file));
            using var started = await http.PostAsync(new Uri(address + query, UriKind.Relative), form, ct);
            if (!started.IsSuccessStatusCode) return await RefusedAsync(started, ct);
            job = started.Headers.Location!.ToString();
        }
        var ended = await FollowAsync(http, job, ct);
        Console.WriteLine(Summary(ended));
        if (ended.Result is not null) await ShowBadRowsAsync(http, job, ct);
        if (reportFile is not null) await SaveReportAsync(http, job, reportFile, ct);
        if (ended.Error is { } error) await Console.Error.WriteLineAsync($"sluice: {error.Message} ({error.Code})");
        return ended.State == "SUCCEEDED" && Count(ended, "bad") + Count(ended, "conflicts") == 0 ? 0 : Program.InputError;
    }

    private static async Task<JobDto> FollowAsync(HttpClient http, string address, CancellationToken ct)
    {
        var shown = !Console.IsErrorRedirected;
        while (true)
        {
            var job = await GetAsync(http, address, WireJson.Default.JobDto, ct);
            if (shown) await Console.Error.WriteAsync($"\r{job.Progress.Text ?? job.State.ToLowerInvariant()}: {job.Progress.Done} of {job.Progress.Total} rows        ");
            if (job.State is "SUCCEEDED" or "FAILED" or "CANCELLED")
            {
                if (shown) await Console.Error.WriteLineAsync();
                return job;
            }
            await Task.Delay(Pause, ct);
        }
    }

    private static string Summary(JobDto job)
    {
        var counts = ((string, string)[])[("rows", "rows"), ("added", "added"), ("updated", "updated"), ("unchanged", "unchanged"), ("moved", "moved"), ("deactivated", "taken out of use"), ("conflicts", "in conflict"), ("bad", "bad")];
        var text = string.Join(", ", counts.Select(c => (Count: Count(job, c.Item1), Word: c.Item2)).Where(static c => c.Count > 0 || c.Word is "rows").Select(static c => $"{c.Count} {c.Word}"));
        var note = job.Result is { } result && result.TryGetProperty("note", out var said) ? $" {said.GetString()}" : "";
        var dry = job.Result is { } r && r.GetProperty("dryRun").GetBoolean() ? " Nothing was changed: it was a dry run." : "";
        return job.Result is null ? $"The import ended as {job.State}." : $"{text}.{dry}{note}";
    }

    private static int Count(JobDto job, string name) => job.Result is { } result && result.GetProperty("counts").TryGetProperty(name, out var count) ? count.GetInt32() : 0;

    private static async Task ShowBadRowsAsync(HttpClient http, string job, CancellationToken ct)
    {
        var page = await GetAsync(http, $"{job}/report?only=bad&limit={RowsShown}", WireJson.Default.ImportReportPage, ct);
        foreach (var row in page.Rows)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  row {row.Row}{(row.Id is null ? "" : $" {row.Id}")}{(row.Column is null ? "" : $", column '{row.Column}'")}: {row.Message} ({row.Code})"));
        if (page.Next is not null) Console.WriteLine("  … and more; --report FILE writes them all.");
    }

    private static async Task SaveReportAsync(HttpClient http, string job, string file, CancellationToken ct)
    {
        await using var csv = await http.GetStreamAsync(new Uri($"{job}/report?format=csv", UriKind.Relative), ct);
        await using var target = File.Create(file);
        await csv.CopyToAsync(target, ct);
    }

    private static async Task<T> GetAsync<T>(HttpClient http, string address, JsonTypeInfo<T> type, CancellationToken ct)
    {
        await using var stream = await http.GetStreamAsync(new Uri(address, UriKind.Relative), ct);
        return (await JsonSerializer.DeserializeAsync(stream, type, ct))!;
    }

    private static async Task<int> RefusedAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        var text = await answer.Content.ReadAsStringAsync(ct);
        var problem = answer.Content.Headers.ContentType?.MediaType == "application/problem+json" ? JsonSerializer.Deserialize(text, WireJson.Default.ProblemDto) : null;
        await Console.Error.WriteLineAsync($"sluice: {(problem is null ? $"the server answered {(int)answer.StatusCode}" : $"{problem.Detail} ({problem.Code})")}");
        return Program.InputError;
    }
}
