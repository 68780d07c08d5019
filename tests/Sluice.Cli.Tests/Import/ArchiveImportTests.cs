using System.Net.Http.Json;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Host;
using Sluice.Host.Identity;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Societies;
using Sluice.Metering.Telegrams;
using Sluice.Storage.Contract;

namespace Sluice.Cli.Tests.Import;

/// <summary>An archive made on one server rebuilds the readings on a fresh one.</summary>
public sealed class ArchiveImportTests : IDisposable
{
    private const int Meters = 5, Each = 8;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sluice-archive-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Archive => Path.Combine(folder.FullName, "march.zip");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_fresh_installation_has_the_same_readings_cell_by_cell_and_a_second_import_adds_nothing()
    {
        var before = await MakeArchiveAsync();
        Assert.Equal(1 + (Meters * Each), before.Length);
        await using var fresh = await StartAsync("fresh");
        var first = await ImportAsync(fresh, "fresh");
        Assert.True(first.ExitCode == 0, first.Errors);
        Assert.StartsWith($"{Meters * Each} of {Meters * Each} telegrams for {Meters * Each} readings of green-park: {Meters * Each} new readings, 0 known already, 0 not decoded, 0 rejected", first.Output, StringComparison.Ordinal);
        Assert.Equal(before, await ReadingsAsync(fresh, "fresh"));
        Assert.False(File.Exists($"{Archive}.progress"));

        var second = await ImportAsync(fresh, "fresh");
        Assert.Equal(0, second.ExitCode);
        Assert.Contains($"0 new readings, {Meters * Each} known already", second.Output, StringComparison.Ordinal);
        Assert.Equal(before, await ReadingsAsync(fresh, "fresh"));
    }

    [Fact]
    public async Task What_was_acknowledged_before_a_stop_is_not_sent_again()
    {
        await MakeArchiveAsync();
        await using var fresh = await StartAsync("fresh");
        var manifest = await ManifestHashAsync();
        await File.WriteAllLinesAsync($"{Archive}.progress", [$"{fresh.Urls.First()} {manifest}", "35"], Cancel);
        var rest = await ImportAsync(fresh, "fresh");
        Assert.Contains("5 new readings, 0 known already", rest.Output, StringComparison.Ordinal);
        await File.WriteAllLinesAsync($"{Archive}.progress", [$"http://elsewhere {manifest}", "35"], Cancel);   // of another server: it counts for nothing
        Assert.Contains("35 new readings, 5 known already", (await ImportAsync(fresh, "fresh")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Meters_with_a_wrong_key_or_none_are_named_and_read_as_soon_as_the_key_comes()
    {
        await MakeArchiveAsync();
        await using var fresh = await StartAsync("fresh", keyEnd: static m => m == 2 ? (byte)99 : (byte)15, hasKey: static m => m != 3);
        var result = await ImportAsync(fresh, "fresh");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"{Each} telegrams of {Id(2)}: WrongKey; the key kept", result.Errors, StringComparison.Ordinal);
        Assert.Contains($"{Each} telegrams of {Id(3)}: NoKey; bring in the keys", result.Errors, StringComparison.Ordinal);
        Assert.Contains($"{(Meters - 2) * Each} new readings", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_archive_is_refused_before_anything_is_sent()
    {
        await MakeArchiveAsync();
        var bytes = await File.ReadAllBytesAsync(Archive, Cancel);
        bytes[bytes.AsSpan().IndexOf("telegrams.jsonl"u8) + 200] ^= 1;
        await File.WriteAllBytesAsync(Archive, bytes, Cancel);
        var result = await SluiceProcess.RunAsync(["import", "archive", Archive, "--url", "http://127.0.0.1:1"], environment: new Dictionary<string, string?> { ["SLUICE_TOKEN"] = "x" });
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("telegrams.jsonl: ", result.Errors, StringComparison.Ordinal);
        Assert.Contains("nothing was imported", result.Errors, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Archive, "no zip", Cancel);
        Assert.Contains("NotAnArchive", (await SluiceProcess.RunAsync(["import", "archive", Archive, "--data", Path.Combine(folder.FullName, "x")])).Errors, StringComparison.Ordinal);
    }

    private static string Id(int meter) => MeterId.Of(Meter(meter).Address).ToString();

    private static InventedMeter Meter(int n, byte keyEnd = 15) => new(0x94000000 + (uint)n, keyEnd);

    /// <summary>A server with telegrams of a month, their archive, and the readings as CSV.</summary>
    private async Task<string[]> MakeArchiveAsync()
    {
        await using var server = await StartAsync("first");
        var lines = new StringBuilder();
        for (var n = 0; n < Each; n++)
            for (var m = 0; m < Meters; m++)
                lines.Append($$"""{"telegram":"{{Convert.ToHexString(Meter(m).Telegram(1000 + (n * 50) + m))}}","time":"2026-03-{{3 + n:00}}T0{{m}}:30:00.250Z","rssi":-{{60 + m}},"device":"gateway-{{m % 2}}"}""").Append('\n');
        using var http = new HttpClient { BaseAddress = new(server.Urls.First()) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", Token("first"));
        using var taken = await http.PostAsync("/api/telegrams?reader=jsonl", new StringContent(lines.ToString()), Cancel);
        Assert.True(taken.IsSuccessStatusCode, await taken.Content.ReadAsStringAsync(Cancel));
        await ExportAsync(server, "first", "archive", Archive);
        return await ReadingsAsync(server, "first");
    }

    private async Task<SluiceServer> StartAsync(string name, Func<int, byte>? keyEnd = null, Func<int, bool>? hasKey = null)
    {
        var server = await SluiceServer.CreateAsync(new() { Data = Path.Combine(folder.FullName, name), Urls = ["http://127.0.0.1:0"] }, TimeProvider.System, Cancel);
        await server.StartAsync(Cancel);
        var scope = Authorizer.ForWorker(SocietyId.Parse("green-park"), "test");
        await server.Services.GetRequiredService<ISocietyStore>().CreateAsync(Authorizer.ForWorker("test"), new() { Id = scope.Society, Name = "Green Park" }, Cancel);
        await server.Services.GetRequiredService<MeterRegistry>().UpsertAsync(scope,
            [.. Enumerable.Range(0, Meters).Select(m => new Meter { Id = MeterId.Of(Meter(m).Address), Society = scope.Society, Tower = "A", Flat = $"10{m}" })], Cancel);
        server.Services.GetRequiredService<Intake>().AddKeys(Enumerable.Range(0, Meters).Where(hasKey ?? (static _ => true)).Select(m => Meter(m, keyEnd?.Invoke(m) ?? 15).Key));
        return server;
    }

    private string Token(string name) => LocalToken.Make(Path.Combine(folder.FullName, name), Role.SuperAdmin, [], TimeSpan.FromHours(1), TimeProvider.System);

    private Task<SluiceResult> ImportAsync(SluiceServer server, string name) =>
        SluiceProcess.RunAsync(["import", "archive", Archive, "--url", server.Urls.First()], environment: new Dictionary<string, string?> { ["SLUICE_TOKEN"] = Token(name) });

    private async Task<string> ManifestHashAsync()
    {
        await using var file = File.OpenRead(Archive);
        await using var archive = await Sluice.Reports.Archives.ArchiveReader.OpenAsync(file, Cancel);
        return archive.Manifest.Files.Single(static f => f.Path == "telegrams.jsonl").Sha256;
    }

    /// <summary>Every reading of the month as CSV, in one order, without the number each server gives it.</summary>
    private async Task<string[]> ReadingsAsync(SluiceServer server, string name)
    {
        var file = Path.Combine(folder.FullName, $"{name}.csv");
        await ExportAsync(server, name, "csv", file);
        return [.. (await File.ReadAllLinesAsync(file, Cancel)).Select(static l => l[(l.IndexOf(',', StringComparison.Ordinal) + 1)..]).Order(StringComparer.Ordinal)];
    }

    private async Task ExportAsync(SluiceServer server, string name, string format, string file)
    {
        var made = await SluiceProcess.RunAsync(["export", "--url", server.Urls.First(), "--society", "green-park", "--month", "2026-03", "--format", format, "--out", file],
            environment: new Dictionary<string, string?> { ["SLUICE_TOKEN"] = Token(name) });
        Assert.True(made.ExitCode == 0, made.Errors);
    }
}
