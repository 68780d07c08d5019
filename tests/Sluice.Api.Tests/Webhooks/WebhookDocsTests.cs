using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Sluice.Metering.Webhooks;

namespace Sluice.Api.Tests.Webhooks;

/// <summary>docs/webhooks.md tells the truth.</summary>
public sealed partial class WebhookDocsTests
{
    private const string Body = """{"type":"webhook.test","data":{"text":"Straße"}}""";

    private static readonly byte[] Secret = WebhookSecret.Make();

    private static string Docs { get; } = File.ReadAllText(SourceTree.At("docs/webhooks.md"));

    [Fact]
    public void The_schedule_is_the_one_in_use()
    {
        var told = Schedule().Match(Docs).Groups["wait"].Captures.Select(static c => c.Value.Trim());
        Assert.Equal(WebhookSchedule.Delays.Select(static d => d.TotalHours >= 1 ? $"{d.TotalHours} h" : d.TotalMinutes >= 1 ? $"{d.TotalMinutes} min" : $"{d.TotalSeconds} s"), told);
    }

    [Fact]
    public void The_CSharp_example_is_the_compiled_one_and_tells_good_from_bad()
    {
        var compiled = File.ReadAllText(SourceTree.At("tests/Sluice.Api.Tests/Webhooks/VerifyExample.cs"));
        foreach (var line in Example("csharp").Split('\n')) Assert.Contains(line.Trim(), compiled, StringComparison.Ordinal);
        var now = TimeProvider.System.GetUtcNow();
        Assert.True(VerifyExample.IsGood(WebhookSecret.ToText(Secret), Headers(now), Body, now));
        Assert.False(VerifyExample.IsGood(WebhookSecret.ToText(Secret), Headers(now), Body + " ", now));
        Assert.False(VerifyExample.IsGood(WebhookSecret.ToText(Secret), Headers(now), Body, now.AddMinutes(6)));
        Assert.False(VerifyExample.IsGood(WebhookSecret.ToText(WebhookSecret.Make()), Headers(now), Body, now));
    }

    [Theory]
    [InlineData("python", "python3", "-c", """

        import json, sys
        sent = json.load(sys.stdin)
        verify(sent["secret"], sent["headers"], sent["body"].encode())
        """)]
    [InlineData("js", "node", "--input-type=module -e", """

        const sent = JSON.parse((await import("node:fs")).readFileSync(0, "utf8"));
        verify(sent.secret, sent.headers, sent.body);
        """)]
    public async Task The_other_examples_run_and_tell_good_from_bad(string language, string program, string arguments, string use)
    {
        var now = TimeProvider.System.GetUtcNow();
        var code = Example(language) + use;
        Assert.Equal(0, await RunAsync(program, arguments, code, Body, now));
        Assert.NotEqual(0, await RunAsync(program, arguments, code, Body + " ", now));
        Assert.NotEqual(0, await RunAsync(program, arguments, code, Body, now.AddMinutes(-6)));
    }

    /// <summary>Two signatures, as while a secret is being replaced: the good one comes second.</summary>
    private static HeaderDictionary Headers(DateTimeOffset at) => new()
    {
        ["webhook-id"] = "evt_1",
        ["webhook-timestamp"] = $"{at.ToUnixTimeSeconds()}",
        ["webhook-signature"] = new WebhookSecrets(WebhookSecret.Make(), Secret, at.AddHours(1)).Sign("evt_1", at, Body),
    };

    private static string Example(string language) => Regex.Match(Docs, $"```{language}\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["code"].Value;

    private static async Task<int> RunAsync(string program, string arguments, string code, string body, DateTimeOffset at)
    {
        using var process = new Process { StartInfo = new(program, [.. arguments.Split(' '), code]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true } };
        process.Start();
        var headers = Headers(at).ToDictionary(static h => h.Key, static h => h.Value.ToString());
        await process.StandardInput.WriteAsync(JsonSerializer.Serialize(new { secret = WebhookSecret.ToText(Secret), headers, body }));
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }

    [GeneratedRegex("^\\| wait (\\|(?<wait>[^|\\n]+))+\\|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Schedule();
}
