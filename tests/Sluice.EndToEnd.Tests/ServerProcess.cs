using System.Collections.Concurrent;
using System.Diagnostics;
using Sluice.Host.Identity;
using Sluice.Metering.Identity;

namespace Sluice.EndToEnd.Tests;

/// <summary>The real program in a process of its own, at a free port.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly ConcurrentQueue<string> errors = new();
    private readonly ConcurrentQueue<string> output = new();
    private readonly TaskCompletionSource<Uri> address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(Process process) => this.process = process;

    public HttpClient Http { get; private set; } = new();

    public string Output => string.Join('\n', output);

    public string Errors => string.Join('\n', errors);

    public int ExitCode => process.ExitCode;

    /// <summary>Where its MQTT broker listens; null when it has none, or has not said so yet.</summary>
    public Uri? Mqtt => output.Select(static line => line.Trim()).FirstOrDefault(static line => line.StartsWith("mqtt  ", StringComparison.Ordinal)) is { } line ? new(line[4..].Trim()) : null;

    /// <summary>The most memory it ever had, bytes.</summary>
    public long PeakMemory
    {
        get
        {
            process.Refresh();
            return process.PeakWorkingSet64;
        }
    }

    /// <summary>Starts it and waits until it says it is ready.</summary>
    public static async Task<ServerProcess> StartAsync(string data, params string[] more)
    {
        var server = Launch([.. new[] { "serve", "--data", data, "--urls", "http://127.0.0.1:0" }, .. more]);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        server.Http.Dispose();
        server.Http = new HttpClient { BaseAddress = await server.address.Task.WaitAsync(patience.Token) };
        server.Http.DefaultRequestHeaders.Authorization = new("Bearer", LocalToken.Make(data, Role.SuperAdmin, [], TimeSpan.FromHours(1), TimeProvider.System));
        while (true)
        {
            using var health = await server.Http.GetAsync("/health", patience.Token);
            if (health.IsSuccessStatusCode) return server;
            await Task.Delay(20, patience.Token);
        }
    }

    /// <summary>Starts it and waits until it ends.</summary>
    public static async Task<ServerProcess> RunAsync(params string[] arguments)
    {
        var server = Launch(arguments);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await server.process.WaitForExitAsync(patience.Token);
        return server;
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Ctrl-C.</summary>
    public async Task InterruptAsync()
    {
        using var kill = Process.Start("kill", ["-INT", process.Id.ToString()]);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await process.WaitForExitAsync(patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) await KillAsync();
        process.Dispose();
        Http.Dispose();
    }

    private static ServerProcess Launch(string[] arguments)
    {
        // The same configuration as these tests: artifacts/bin/Sluice.Cli/debug beside artifacts/bin/Sluice.EndToEnd.Tests/debug.
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var program = Path.Combine(own.Parent!.Parent!.FullName, "Sluice.Cli", own.Name, "sluice.dll");
        var server = new ServerProcess(new Process
        {
            StartInfo = new("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true },
        });
        server.process.OutputDataReceived += (_, line) =>
        {
            const string listens = "Sluice listens at ";
            if (line.Data?.StartsWith(listens, StringComparison.Ordinal) == true) server.address.TrySetResult(new(line.Data[listens.Length..]));
            if (line.Data is not null) server.output.Enqueue(line.Data);
            if (line.Data is null) server.address.TrySetException(new InvalidOperationException($"The server ended: {server.Errors}"));
        };
        server.process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not null) server.errors.Enqueue(line.Data);
        };
        server.process.Start();
        server.process.BeginOutputReadLine();
        server.process.BeginErrorReadLine();
        return server;
    }
}
