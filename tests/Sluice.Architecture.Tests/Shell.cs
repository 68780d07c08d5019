using System.Diagnostics;

namespace Sluice.Architecture.Tests;

/// <summary>What a command left behind.</summary>
internal sealed record ShellResult(int ExitCode, string Output, string Errors);

/// <summary>Runs bash in the repository's root, without standard input, for a bounded time.</summary>
internal static class Shell
{
    public static async Task<ShellResult> RunAsync(string command, IReadOnlyDictionary<string, string>? environment = null, int timeoutMs = 30_000)
    {
        var start = new ProcessStartInfo("bash", ["--noprofile", "--norc", "-c", command])
        {
            WorkingDirectory = Repository.Root,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal)) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        using var timeout = new CancellationTokenSource(timeoutMs);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException late)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"Still running after {timeoutMs} ms: {command}", late);
        }
        return new(process.ExitCode, await output, await errors);
    }
}
