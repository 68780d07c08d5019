using System.IO.Compression;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Sluice.Contracts;
using Sluice.Contracts.Exports;

namespace Sluice.Cli.Export;

/// <summary>Asks a server for a file, waits, fetches it.</summary>
internal static class ExportRun
{
    private static readonly TimeSpan Each = TimeSpan.FromSeconds(1);

    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(Uri server, string token, NewExportDto wanted, string society, string output, CancellationToken ct)
    {
        using var http = new HttpClient { BaseAddress = server, Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        ExportDto? export = null;
        try
        {
            using (var answer = await http.PostAsJsonAsync("/api/export/excel", wanted, WireJson.Default.NewExportDto, ct)) export = await ReadAsync(answer, ct);
            while (export is { State: "QUEUED" or "RUNNING" })
            {
                await Console.Error.WriteLineAsync($"sluice: {export.State}, {export.Rows} rows {export.Doing}".TrimEnd());
                await Task.Delay(Each, ct);
                using var answer = await http.GetAsync(new Uri($"/api/exports/{export.Id}", UriKind.Relative), ct);
                export = await ReadAsync(answer, ct);
            }
            if (export is null) return Program.InputError;
            if (export.State != "SUCCEEDED") return await FailAsync($"the export ended as {export.State}. {export.Error?.Code} {export.Error?.Message}".TrimEnd());
            if (export.SocietyId != society) return await FailAsync($"the round belongs to the society {export.SocietyId}, not to {society}; nothing was written.");
            using var file = await http.GetAsync(new Uri($"/api/exports/{export.Id}/file", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, ct);
            if (!file.IsSuccessStatusCode) return await FailAsync(await ProblemAsync(file, ct));
            await SaveAsync(file, output, unpack: export.Format == "parquet" && !output.EndsWith(".zip", StringComparison.OrdinalIgnoreCase), ct);
        }
        catch (HttpRequestException e)
        {
            return await FailAsync($"{server}: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return await FailAsync($"{output}: {e.Message}");
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested && export is not null)
        {
            using var stop = await http.PostAsync(new Uri($"/api/exports/{export.Id}/cancel", UriKind.Relative), null, CancellationToken.None);
            return await FailAsync("stopped; the export is cancelled.");
        }
        await Console.Error.WriteLineAsync($"sluice: {output}: {export.Size} bytes, {export.Rows} rows");
        foreach (var left in export.LeftOut ?? []) await Console.Error.WriteLineAsync($"sluice: left out {left.SerialNumber} ({left.Flat}): {left.Fault}");
        if (export.LeftOutCount > export.LeftOut?.Count) await Console.Error.WriteLineAsync($"sluice: {export.LeftOutCount} meters are left out altogether");
        return 0;
    }

    /// <summary>A file of that name stays as it is until the new one is whole.</summary>
    private static async Task SaveAsync(HttpResponseMessage file, string output, bool unpack, CancellationToken ct)
    {
        var part = $"{Path.TrimEndingDirectorySeparator(output)}.part";
        await using (var target = File.Create(part)) await file.Content.CopyToAsync(target, ct);
        if (unpack)
        {
            Directory.CreateDirectory(output);
            await ZipFile.ExtractToDirectoryAsync(part, output, overwriteFiles: true, ct);   // never outside of it
            File.Delete(part);
        }
        else
        {
            File.Move(part, output, overwrite: true);
        }
    }

    private static async Task<ExportDto?> ReadAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        if (answer.IsSuccessStatusCode) return await answer.Content.ReadFromJsonAsync(WireJson.Default.ExportDto, ct);
        await FailAsync(await ProblemAsync(answer, ct));
        return null;
    }

    private static async Task<string> ProblemAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        try
        {
            var problem = await answer.Content.ReadFromJsonAsync(WireJson.Default.ProblemDto, ct);
            return $"{problem!.Code}: {problem.Detail}";
        }
        catch (JsonException)
        {
            return $"the server answered {(int)answer.StatusCode}; is this the address of a sluice server?";
        }
    }

    private static async Task<int> FailAsync(string message)
    {
        await Console.Error.WriteLineAsync($"sluice: {message}");
        return Program.InputError;
    }
}
