using System.Net;
using System.Net.Sockets;

namespace Sluice.EndToEnd.Tests;

/// <summary>Whatever is sent, the server answers with a problem and goes on.</summary>
public sealed class BadInputTests : ServerTests
{
    [Fact]
    public async Task Bad_requests_are_answered_with_a_coded_problem_and_the_server_goes_on()
    {
        await using var server = await ServerProcess.StartAsync(Data, "--keys", KeyFile);
        var http = server.Http;

        // Too large, with and without a length said beforehand.
        using (var answer = await http.PostAsync("/api/telegrams", new ByteArrayContent(new byte[9 << 20]), Cancel))
            Assert.Equal("BodyTooLarge", (await ProblemAsync(answer, HttpStatusCode.RequestEntityTooLarge)).Code);
        using (var request = new HttpRequestMessage(HttpMethod.Post, "/api/telegrams") { Content = new StreamContent(new MemoryStream(new byte[9 << 20])) })
        {
            request.Headers.TransferEncodingChunked = true;
            using var answer = await http.SendAsync(request, Cancel);
            Assert.Equal("BodyTooLarge", (await ProblemAsync(answer, HttpStatusCode.RequestEntityTooLarge)).Code);
        }

        // Nothing in it.
        using (var answer = await http.PostAsync("/api/telegrams", new ByteArrayContent([]), Cancel))
            Assert.Equal("NoTelegram", (await ProblemAsync(answer, HttpStatusCode.BadRequest)).Code);
        var noise = new byte[100_000];
        new Random(1).NextBytes(noise);
        foreach (var reader in new[] { "hex", "vw1871", "rtl-wmbus", "cul", "jsonl" })
        {
            using var answer = await http.PostAsync($"/api/telegrams?reader={reader}", new ByteArrayContent(noise), Cancel);
            Assert.Equal("NoTelegram", (await ProblemAsync(answer, HttpStatusCode.BadRequest)).Code);
        }
        using (var answer = await http.PostAsync("/api/telegrams", new ByteArrayContent(noise), Cancel)) Assert.True((int)answer.StatusCode < 500);

        // Parameters.
        foreach (var (path, code) in new[]
        {
            ("/api/readings?limit=0", "BadLimit"), ("/api/readings?limit=1001", "BadLimit"), ("/api/readings?limit=x", "BadLimit"), ("/api/readings?next=x", "BadCursor"),
            ("/api/meters?next=r1", "BadCursor"), ("/api/readings?meter=x", "BadMeter"), ("/api/readings?meter=KAM.90000001.1f", "BadMeter"),
        })
        {
            using var answer = await http.GetAsync(path, Cancel);
            Assert.Equal(code, (await ProblemAsync(answer, HttpStatusCode.BadRequest)).Code);
        }
        using (var answer = await http.PostAsync("/api/telegrams?reader=nope", Hex(Meters[0].Telegram(1)), Cancel))
            Assert.Equal("UnknownReader", (await ProblemAsync(answer, HttpStatusCode.BadRequest)).Code);
        using (var answer = await http.GetAsync("/nope", Cancel)) Assert.Equal("NotFound", (await ProblemAsync(answer, HttpStatusCode.NotFound)).Code);

        // Noise around good telegrams does not hide them.
        using (var answer = await http.PostAsync("/api/telegrams?reader=hex&device=roof",
            new StringContent($"zzz\n{Convert.ToHexString(Meters[0].Telegram(1))}\n0102\n"), Cancel))
        {
            var receipt = System.Text.Json.JsonSerializer.Deserialize(await answer.Content.ReadAsStringAsync(Cancel), Contracts.WireJson.Default.ReceiptDto);
            Assert.True(receipt is { Stored: 1 }, receipt?.ToString());
        }
        Assert.Equal([("90000001", 1)], await AllReadingsAsync(http, "&meter=90000001"));
        Assert.Equal([("90000001", 1)], await AllReadingsAsync(http, "&meter=KAM.90000001.1f.16"));
        Assert.Empty(await AllReadingsAsync(http, "&meter=90000009"));
    }

    [Fact]
    public async Task A_wrong_method_or_a_packed_body_is_said_and_nothing_of_it_is_kept()
    {
        await using var server = await ServerProcess.StartAsync(Data);
        var http = server.Http;
        using (var answer = await http.GetAsync("/api/telegrams", Cancel))
        {
            Assert.Equal("MethodNotAllowed", (await ProblemAsync(answer, HttpStatusCode.MethodNotAllowed)).Code);
            Assert.Equal(["POST"], answer.Content.Headers.Allow);
        }
        using (var answer = await http.GetAsync("/nope.js", Cancel)) Assert.Equal("NotFound", (await ProblemAsync(answer, HttpStatusCode.NotFound)).Code);
        foreach (var path in new[] { "/health", "/" })
        {
            using var head = new HttpRequestMessage(HttpMethod.Head, path);
            using var answer = await http.SendAsync(head, Cancel);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        using var zipped = Hex(Meters[0].Telegram(1));
        zipped.Headers.ContentEncoding.Add("gzip");
        using (var answer = await http.PostAsync("/api/telegrams", zipped, Cancel))
            Assert.Equal("UnsupportedMediaType", (await ProblemAsync(answer, HttpStatusCode.UnsupportedMediaType)).Code);
        using var parts = new MultipartFormDataContent { Hex(Meters[0].Telegram(1)) };
        using (var answer = await http.PostAsync("/api/telegrams", parts, Cancel))
            Assert.Equal("UnsupportedMediaType", (await ProblemAsync(answer, HttpStatusCode.UnsupportedMediaType)).Code);
        Assert.Equal(0, (await OverviewAsync(http)).Telegrams);
    }

    [Fact]
    public async Task Callers_that_go_away_halfway_leave_no_trace_in_the_log()
    {
        await using var server = await ServerProcess.StartAsync(Data);
        for (var i = 0; i < 5; i++)
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { LingerState = new(enable: true, seconds: 0) };   // close resets
            await socket.ConnectAsync(server.Http.BaseAddress!.Host, server.Http.BaseAddress.Port, Cancel);
            await socket.SendAsync("POST /api/telegrams HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n0102\n"u8.ToArray(), Cancel);
            await Task.Delay(100, Cancel);
        }
        await server.InterruptAsync();
        Assert.Equal("sluice: stopped; everything acknowledged is stored.", server.Errors);
    }

    [Fact]
    public async Task Other_sites_and_other_names_are_kept_out()
    {
        await using var server = await ServerProcess.StartAsync(Data);
        using (var rebound = new HttpRequestMessage(HttpMethod.Get, "/api/readings") { Headers = { Host = "evil.example" } })
        using (var answer = await server.Http.SendAsync(rebound, Cancel)) Assert.Equal("NotFromHere", (await ProblemAsync(answer, HttpStatusCode.Forbidden)).Code);
        using (var foreign = new HttpRequestMessage(HttpMethod.Post, "/api/telegrams") { Content = Hex(Meters[0].Telegram(1)) })
        {
            foreign.Headers.Add("Origin", "https://evil.example");
            using var answer = await server.Http.SendAsync(foreign, Cancel);
            Assert.Equal("NotFromHere", (await ProblemAsync(answer, HttpStatusCode.Forbidden)).Code);
        }
        Assert.Equal(0, (await OverviewAsync(server.Http)).Telegrams);
    }

    [Fact]
    public async Task The_page_runs_no_script_or_style_but_its_own_files()
    {
        await using var server = await ServerProcess.StartAsync(Data);
        using var answer = await server.Http.GetAsync("/", Cancel);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy);
        Assert.DoesNotContain("unsafe", policy);
        var html = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.DoesNotMatch("(?i)<script(?![^>]+src=)|\\son[a-z]+=|\\sstyle=|<style", html);
        foreach (var file in new[] { "/page.js", "/page.css", "/icon.svg" }) Assert.True((await server.Http.GetAsync(file, Cancel)).IsSuccessStatusCode);
    }
}
