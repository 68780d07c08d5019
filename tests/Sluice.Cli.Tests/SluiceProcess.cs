using System.Diagnostics;
using System.Text;

namespace Sluice.Cli.Tests;

/// <summary>What a run of the command left behind.</summary>
internal sealed record SluiceResult(int ExitCode, string Output, string Errors);

/// <summary>Runs the built command <c>sluice</c> as a process of its own, output redirected.</summary>
internal static class SluiceProcess
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "sluice.dll");

    /// <summary>Runs to the end; a run longer than the timeout is ended and fails the test.</summary>
    /// <param name="arguments">As on the command line.</param>
    /// <param name="input">Standard input; empty when null.</param>
    /// <param name="environment">Variables to set; null takes one away.</param>
    /// <param name="timeoutMs">Milliseconds.</param>
    public static async Task<SluiceResult> RunAsync(
        string[] arguments, byte[]? input = null, IReadOnlyDictionary<string, string?>? environment = null, int timeoutMs = 60_000)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Program, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>()) start.Environment[name] = value;

        using var process = Process.Start(start)!;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(timeoutMs);
        var output = process.StandardOutput.ReadToEndAsync(timeout.Token);
        var errors = process.StandardError.ReadToEndAsync(timeout.Token);
        try
        {
            await WriteInputAsync(process, input ?? [], timeout.Token);
            await process.WaitForExitAsync(timeout.Token);
            return new(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException e) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"sluice {string.Join(' ', arguments)} did not end within {timeoutMs} ms.", e);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Runs a shell script in which <c>"$0" "$1"</c> is the command.</summary>
    public static async Task<SluiceResult> RunShellAsync(string script)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", script, Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", Program])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new(process.ExitCode, await output, errors);
    }

    private static async Task WriteInputAsync(Process process, byte[] input, CancellationToken ct)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input, ct);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // the command ended without reading all of its input: its business
        }
    }
}
