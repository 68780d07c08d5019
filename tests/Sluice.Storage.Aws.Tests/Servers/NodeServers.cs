using System.Diagnostics;

namespace Sluice.Storage.Aws.Tests.Servers;

/// <summary>The npm packages of <c>package.json</c>, installed once a test run.</summary>
internal static class NodeServers
{
    private static readonly Lazy<Task<string>> Installed = new(InstallAsync);

    /// <summary>The folder with <c>node_modules</c>.</summary>
    public static Task<string> FolderAsync() => Installed.Value;

    private static async Task<string> InstallAsync()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Servers");
        var stamp = Path.Combine(folder, "node_modules", ".sluice");
        if (File.Exists(stamp) && File.GetLastWriteTimeUtc(stamp) >= File.GetLastWriteTimeUtc(Path.Combine(folder, "package-lock.json"))) return folder;
        var start = new ProcessStartInfo("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]) { WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true };
        using var npm = Process.Start(start)!;
        var (output, errors) = (npm.StandardOutput.ReadToEndAsync(), npm.StandardError.ReadToEndAsync());
        await npm.WaitForExitAsync();
        if (npm.ExitCode != 0) throw new InvalidOperationException($"npm ci in {folder} failed: {await errors}{await output}");
        await File.WriteAllTextAsync(stamp, "");
        return folder;
    }
}
