using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Sluice.Api.Tests.GraphQL.Clients;

/// <summary>The npm packages of <c>package.json</c>, installed once a test run, and scripts that use them against a server.</summary>
internal static class NodeClients
{
    private static readonly Lazy<Task<string>> Installed = new(InstallAsync);

    /// <summary>Runs a script to its end.</summary>
    /// <returns>What it printed last.</returns>
    public static async Task<JsonNode> RunAsync(string script, params IEnumerable<string> arguments)
    {
        var folder = await Installed.Value;
        var (code, output, errors) = await StartAsync("node", [script, .. arguments], folder);
        Assert.True(code == 0, $"{script} ended with {code}: {errors}\n{output}");
        return JsonNode.Parse(output.Trim().Split('\n')[^1])!;
    }

    private static async Task<string> InstallAsync()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "GraphQL", "Clients");
        var stamp = Path.Combine(folder, "node_modules", ".sluice");
        if (File.Exists(stamp) && File.GetLastWriteTimeUtc(stamp) >= File.GetLastWriteTimeUtc(Path.Combine(folder, "package-lock.json"))) return folder;
        var (code, output, errors) = await StartAsync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], folder);
        if (code != 0) throw new InvalidOperationException($"npm ci in {folder} failed: {errors}{output}");
        await File.WriteAllTextAsync(stamp, "");
        return folder;
    }

    private static async Task<(int Code, string Output, string Errors)> StartAsync(string program, IEnumerable<string> arguments, string folder)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var late = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        try
        {
            await process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return (-1, "", $"{program} was still running after three minutes");
        }
        return (process.ExitCode, await output, await errors);
    }
}
