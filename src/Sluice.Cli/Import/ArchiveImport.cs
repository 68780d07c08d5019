using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Sluice.Contracts;
using Sluice.Contracts.Telegrams;
using Sluice.Reports;
using Sluice.Reports.Archives;

namespace Sluice.Cli.Import;

/// <summary>Hands the raw telegrams of an archive to a server, oldest first, as any reader does: the same telegram twice is one reading, so it can be stopped and started as often as need be.</summary>
internal sealed class ArchiveImport(HttpClient http, string target)
{
    private const int InOneBody = 2_000;
    private const int MaxNamed = 20;

    private readonly Dictionary<string, long> undecoded = new(StringComparer.Ordinal);
    private long stored;
    private long repeats;
    private long rejected;

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(string path, CancellationToken ct)
    {
        try
        {
            await using var file = File.OpenRead(path);
            await using var archive = await ArchiveReader.OpenAsync(file, ct);
            var problems = await archive.VerifyAsync(ct);
            foreach (var problem in problems) await Console.Error.WriteLineAsync($"sluice: {path}: {problem.Path}: {problem.Fault}");
            if (problems.Count > 0) return await FailAsync($"{path} is not as its manifest says; nothing was imported. Fetch or make it again.");
            var telegrams = archive.Manifest.Files.Where(static f => f.Kind == ArchiveKind.Telegrams).ToList();
            var total = telegrams.Sum(static f => f.Rows);
            if (total == 0) return await FailAsync($"{path} holds no telegrams; there is nothing to rebuild readings from.");
            var progress = new ArchiveProgress(path, target, archive.Manifest);
            var sent = 0L;
            foreach (var part in telegrams) sent += await SendAsync(archive, part, progress, sent, total, ct);
            if (!Console.IsErrorRedirected) await Console.Error.WriteLineAsync();
            progress.Forget();
            var readings = archive.Manifest.Files.Where(static f => f.Kind == ArchiveKind.Readings).Sum(static f => f.Rows);
            Console.WriteLine($"{sent} of {total} telegrams for {readings} readings of {archive.Manifest.Society}: {stored} new readings, {repeats} known already, {undecoded.Values.Sum()} not decoded, {rejected} rejected");
            if (sent != total) await Console.Error.WriteLineAsync($"sluice: the manifest counts {total} telegrams, the archive holds {sent}.");
            await NameAsync(archive.Manifest.Society, ct);
            return sent == total && rejected == 0 && undecoded.Count == 0 ? 0 : Program.InputError;
        }
        catch (ReportException e)
        {
            return await FailAsync($"{path}: {e.Message} ({e.Code})");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && e is not Metering.Storage.StorageException)
        {
            return await FailAsync($"{path}: {e.Message}");
        }
    }

    /// <summary>Files of archives have the newest telegram first; meters are judged by what came before.</summary>
    private async Task<long> SendAsync(ArchiveReader archive, ArchiveFile part, ArchiveProgress progress, long before, long total, CancellationToken ct)
    {
        var unpacked = Path.GetTempFileName();
        await using var lines = new FileStream(unpacked, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        await using (var packed = await archive.OpenFileAsync(part.Path, ct)) await packed.CopyToAsync(lines, ct);
        var body = new TelegramBody();
        long count = 0;
        await foreach (var line in LinesFromTheEnd.ReadAsync(lines, ct))
        {
            count++;
            if (before + count <= progress.Done) continue;   // sent last time, before it was stopped
            body.Add(line, part.Path);
            if (body.Count == InOneBody) await PostAsync(body, progress, before + count, total, ct);
        }
        if (body.Count > 0) await PostAsync(body, progress, before + count, total, ct);
        return count;
    }

    private async Task PostAsync(TelegramBody body, ArchiveProgress progress, long done, long total, CancellationToken ct)
    {
        while (true)
        {
            using var content = body.ToContent();
            using var answer = await http.PostAsync(new Uri("/api/telegrams?reader=jsonl", UriKind.Relative), content, ct);
            if (answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)
            {
                await Task.Delay(answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(5), ct);
                continue;
            }
            if (!answer.IsSuccessStatusCode)
            {
                var problem = await answer.Content.ReadFromJsonAsync(WireJson.Default.ProblemDto, ct);
                throw new ReportException(problem?.Code ?? "Refused", $"after {progress.Done} of {total} telegrams the server answered {(int)answer.StatusCode}: {problem?.Detail} Start the same command again to go on from there.");
            }
            Count((await answer.Content.ReadFromJsonAsync(WireJson.Default.ReceiptDto, ct))!);
            body.Clear();
            progress.Note(done);
            if (!Console.IsErrorRedirected) await Console.Error.WriteAsync($"\r{done} of {total} telegrams        ");
            return;
        }
    }

    private void Count(ReceiptDto receipt)
    {
        stored += receipt.Stored;
        repeats += receipt.Repeats;
        rejected += receipt.Rejected;
        foreach (var (code, count) in receipt.Undecoded) undecoded[code] = undecoded.GetValueOrDefault(code) + count;
    }

    /// <summary>Says which meters gave no readings, and what to do.</summary>
    private async Task NameAsync(string society, CancellationToken ct)
    {
        foreach (var (code, count) in undecoded)
        {
            using var answer = await http.GetAsync(new Uri($"/api/societies/{society}/telegrams?state={code}&limit=1000", UriKind.Relative), ct);
            var page = answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync(WireJson.Default.UndecodedPage, ct) : null;
            var meters = page?.Telegrams.Select(static t => t.MeterId).OfType<string>().Distinct().Order(StringComparer.Ordinal).ToList() ?? [];
            var names = meters.Count == 0 ? "" : $" of {string.Join(", ", meters.Take(MaxNamed))}{(meters.Count > MaxNamed ? ", …" : "")}";
            await Console.Error.WriteLineAsync($"sluice: {count} telegrams{names}: {code}{Advice(code)}");
        }
    }

    private static string Advice(string code) => code switch
    {
        "WrongKey" => "; the key kept for the meter does not open them: bring in the right one, and they are decoded by themselves",
        "NoKey" => "; bring in the keys, and they are decoded by themselves",
        "UnknownMeter" => "; register the meters (the archive's meters.csv has them): sluice import meters",
        _ => "",
    };

    private static async Task<int> FailAsync(string message)
    {
        await Console.Error.WriteLineAsync($"sluice: {message}");
        return Program.InputError;
    }
}
