using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Metering.Audit;
using Sluice.Metering.Identity;
using Sluice.Storage.Contract;

namespace Sluice.Api.Tests.Registry;

/// <summary>A known key goes in by every door there is; then it is searched for everywhere something comes out or is kept.</summary>
public sealed class CanaryTests(ApiServer server) : IClassFixture<ApiServer>
{
    private static readonly InventedMeter Canary = new(0x90000701, keyEnd: 0xC7), Wrong = new(0x90000701, keyEnd: 0xC8);

    private readonly StringBuilder said = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_meters_key_never_comes_out_again()
    {
        var errors = Console.Error;
        using var log = new StringWriter();
        Console.SetError(TextWriter.Synchronized(log));
        try
        {
            await UseItEverywhereAsync();
        }
        finally
        {
            Console.SetError(errors);
        }
        var entries = await server.Services.GetRequiredService<IAuditLog>().ListAsync(Authorizer.ForWorker("test"), null, 1000, Cancel);
        Assert.Contains(entries.Items, static e => e.Entry.Action == "key.import");
        var places = new Dictionary<string, string>
        {
            ["answers"] = said.ToString(),
            ["log"] = log.ToString(),
            ["audit"] = string.Join('\n', entries.Items.Select(static e => e.Entry.ToString())),
        };
        foreach (var file in Directory.EnumerateFiles(server.Data, "*", SearchOption.AllDirectories))
            if (!file.EndsWith(".lock", StringComparison.Ordinal)) places[Path.GetFileName(file)] = await BytesAsync(file);
        Assert.Contains("sluice.db", places.Keys);
        Assert.Contains("sluice.db-wal", places.Keys);
        Assert.Contains(Canary.Key.Fingerprint, places["answers"], StringComparison.Ordinal);   // the search does find what is there
        foreach (var key in new[] { Canary, Wrong })
        {
            var bytes = Convert.FromHexString(key.KeyHex);
            foreach (var form in new[] { key.KeyHex.ToUpperInvariant(), key.KeyHex.ToLowerInvariant(), Convert.ToBase64String(bytes), Encoding.Latin1.GetString(bytes), "canary password" })
                Assert.Empty(places.Where(p => p.Value.Contains(form, StringComparison.Ordinal)).Select(static p => p.Key));
        }
    }

    private async Task UseItEverywhereAsync()
    {
        var path = await server.MakeSocietyAsync("canary");
        using var admin = server.Admin("canary");
        using var super = server.Client();
        await SayAsync(admin.SendAsync("POST", $"{path}/meters", Park.Meter("90000701")));
        using (var telegrams = new StringContent($"{Convert.ToHexString(Canary.Telegram(1))}\n", Encoding.ASCII)) await SayAsync(super.PostAsync("/api/telegrams", telegrams, Cancel));
        await SayAsync(admin.PostAsync($"{path}/keys", Form(Wrong), Cancel));                // refused
        await SayAsync(admin.PostAsync($"{path}/keys?force=true", Form(Wrong), Cancel));
        await SayAsync(admin.PostAsync($"{path}/keys", Form(Canary), Cancel));
        await SayAsync(super.PostAsync("/api/keys", Form(Canary), Cancel));
        await SayAsync(admin.SendAsync("PATCH", $"{path}/meters/KAM.90000701", $$"""{"encryptionKey":"{{Canary.KeyHex}}"}""", "*"));
        await SayAsync(admin.SendAsync("PATCH", $"{path}/meters/KAM.90000701", $$"""{"encryptionKey":"{{Canary.KeyHex}}0"}""", "*"));   // one digit too many
        await SayAsync(admin.SendAsync("PATCH", $"{path}/meters/KAM.90000701", $$"""{"encryptionKey":["{{Canary.KeyHex}}"]}""", "*"));   // of the wrong type
        await SayAsync(admin.SendAsync("PUT", $"{path}/meters/KAM.90000701", $$"""{"encryptionKey":{{Canary.KeyHex}}}""", "*"));         // no JSON
        await SayAsync(admin.SendAsync("PUT", $"{path}/meters/{Canary.KeyHex}", "{}", "*"));                                             // in the wrong place
        await SayAsync(admin.SendAsync("POST", $"{path}/meters", $$"""{"serialNumber":"{{Canary.KeyHex}}"}"""));
        foreach (var read in new[] { $"{path}/meters", $"{path}/meters/KAM.90000701", $"{path}/meters/KAM.90000701/history", $"{path}/structure", path, "/api/overview", "/api/audit", $"{path}/audit" })
            await SayAsync(super.GetAsync(read, Cancel));
    }

    private async Task SayAsync(Task<HttpResponseMessage> asked)
    {
        using var answer = await asked;
        said.AppendLine(answer.ToString()).AppendLine(await answer.Content.ReadAsStringAsync(Cancel));
    }

    private static MultipartFormDataContent Form(InventedMeter meter)
    {
        var file = new ByteArrayContent(Encoding.UTF8.GetBytes($"serial,key\n90000701,{meter.KeyHex}\n90000702,{meter.KeyHex}F\n"));
        file.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        return new() { { file, "file", "keys.csv" }, { new StringContent("canary password"), "password" } };
    }

    private static async Task<string> BytesAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, Cancel);
        return Encoding.Latin1.GetString(copy.ToArray());
    }
}
