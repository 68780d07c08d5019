using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Host;
using Sluice.Host.Identity;
using Sluice.Metering.Files;
using Sluice.Metering.Identity;
using Sluice.Storage.Aws.Files;
using Sluice.Storage.Aws.Tests.Servers;
using Sluice.Storage.Contract;

namespace Sluice.Storage.Aws.Tests.Files;

/// <summary>The whole server with its files in a bucket of a real object server.</summary>
public sealed class ServerOnBucketTests(ObjectServer objects) : IDisposable
{
    private const string Park = "green-park";

    private readonly string directory = Directory.CreateTempSubdirectory("sluice-bucket-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Data => Path.Combine(directory, "data");

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public async Task An_export_is_an_object_in_the_owners_layout_and_its_link_leads_into_the_bucket_after_it_authorised()
    {
        var bucket = await objects.NewBucketAsync();
        await using var server = await StartAsync(bucket);
        using var admin = await WithParkAsync(server);
        var export = await PostAsync(admin, "csv");
        Assert.Equal("SUCCEEDED", export.GetProperty("state").GetString());
        var listed = await server.Services.GetRequiredService<IFileStore>().ListAsync(FileName.OfSociety(Scopes.GreenPark), null, 10, Cancel);
        Assert.Equal($"societies/{Park}/exports/csv/meters/2026-03-01_2026-04-01.csv", Assert.Single(listed.Items).Name.Text);
        using var client = S3Clients.Make(bucket);
        var tags = (await client.GetObjectTaggingAsync(new() { BucketName = bucket.Bucket, Key = listed.Items[0].Name.Text }, Cancel)).Tagging;
        Assert.Equal([("days", "2026-03-01_2026-04-01"), ("export", export.GetProperty("id").GetString()!), ("format", "csv"), ("society", Park), ("template", "meters")], tags.Select(static t => (t.Key, t.Value)).Order());

        var link = export.GetProperty("downloadUrl").GetString()!;
        using var plain = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CheckCertificateRevocationList = true }) { DefaultRequestHeaders = { Authorization = admin.DefaultRequestHeaders.Authorization } };
        using var sent = await plain.GetAsync(link, Cancel);
        Assert.Equal((HttpStatusCode.Found, objects.Endpoint.Authority), (sent.StatusCode, sent.Headers.Location!.Authority));
        plain.DefaultRequestHeaders.Authorization = null;
        Assert.Equal(HttpStatusCode.Unauthorized, (await plain.GetAsync(link, Cancel)).StatusCode);   // it authorises first
        var file = await admin.GetByteArrayAsync(link, Cancel);   // follows, and leaves the token behind
        Assert.Equal(export.GetProperty("size").GetInt64(), file.LongLength);
        Assert.StartsWith("\uFEFFtower,flat,place,serial,", Encoding.UTF8.GetString(file), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FaultyWay.Fault.Error, "answered 500")]
    [InlineData(FaultyWay.Fault.Silence, "did not answer within 1 s")]
    internal async Task While_the_bucket_is_out_of_order_the_export_says_so_then_it_is_made(FaultyWay.Fault fault, string words)
    {
        var bucket = await objects.NewBucketAsync();
        await using var way = new FaultyWay(objects.Endpoint);
        await using var server = await StartAsync(bucket with { Endpoint = way.Address, Timeout = TimeSpan.FromSeconds(1), Retries = 0 });
        using var admin = await WithParkAsync(server);
        way.Become(fault);
        var export = await PostAsync(admin, "json");
        Assert.Equal("RUNNING", export.GetProperty("state").GetString());
        Assert.Contains(words, await DoingAsync(admin, export, words), StringComparison.Ordinal);
        using (var client = S3Clients.Make(bucket)) Assert.Empty((await client.ListObjectsV2Async(new() { BucketName = bucket.Bucket }, Cancel)).S3Objects ?? []);
        way.Become(FaultyWay.Fault.None);
        for (var tries = 0; export.GetProperty("state").GetString() == "RUNNING" && tries < 300; tries++)
        {
            await Task.Delay(100, Cancel);
            export = await GetAsync(admin, export);
        }
        Assert.Equal("SUCCEEDED", export.GetProperty("state").GetString());
        Assert.Equal(export.GetProperty("size").GetInt64(), (await admin.GetByteArrayAsync(export.GetProperty("downloadUrl").GetString(), Cancel)).LongLength);
    }

    [Fact]
    public async Task A_server_does_not_start_on_a_bucket_that_is_not_there_and_starts_when_the_network_is_down()
    {
        var refused = await Assert.ThrowsAsync<ServerException>(async () => { await using var server = await StartAsync(objects.Options("nowhere")); });
        Assert.Contains("make it, or choose another --s3-bucket", refused.Message, StringComparison.Ordinal);
        await using var started = await StartAsync(objects.Options("nowhere") with { Endpoint = new("http://127.0.0.1:1"), Retries = 0 });
    }

    private static async Task<JsonElement> PostAsync(HttpClient admin, string format)
    {
        var template = format == "csv" ? ""","template":"meters" """ : "";
        using var answer = await admin.PostAsync("/api/export/excel", Json($$"""{"societyId":"{{Park}}","month":"2026-03","format":"{{format}}"{{template}}}"""), Cancel);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancel));
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).RootElement;
    }

    private static async Task<JsonElement> GetAsync(HttpClient admin, JsonElement export) =>
        JsonDocument.Parse(await admin.GetStringAsync($"/api/exports/{export.GetProperty("id").GetString()}", Cancel)).RootElement;

    private static async Task<string> DoingAsync(HttpClient admin, JsonElement export, string words)
    {
        var doing = "";
        for (var tries = 0; tries < 100 && !doing.Contains(words, StringComparison.Ordinal); tries++)
        {
            await Task.Delay(100, Cancel);
            doing = (await GetAsync(admin, export)).TryGetProperty("doing", out var text) ? text.GetString()! : "";
        }
        return doing;
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private async Task<SluiceServer> StartAsync(S3Options bucket)
    {
        var server = await SluiceServer.CreateAsync(new() { Data = Data, Urls = ["http://127.0.0.1:0"], Objects = bucket }, TimeProvider.System, Cancel);
        try
        {
            await server.StartAsync(Cancel);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private async Task<HttpClient> WithParkAsync(SluiceServer server)
    {
        var admin = new HttpClient { BaseAddress = new(server.Urls.First()) };
        admin.DefaultRequestHeaders.Authorization = new("Bearer", LocalToken.Make(Data, Role.SuperAdmin, [], TimeSpan.FromHours(1), TimeProvider.System));
        using var made = await admin.PostAsync("/api/societies", Json($$"""{"id":"{{Park}}","name":"Green Park"}"""), Cancel);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        return admin;
    }
}
