using System.CommandLine;

namespace Sluice.Cli;

/// <summary>The command <c>sluice</c>: one class a command, each with <c>Create()</c>.</summary>
public static class Program
{
    /// <summary>Exit code for wrong usage, on every command.</summary>
    public const int UsageError = 2;

    public static async Task<int> Main(string[] args)
    {
        var root = new RootCommand("Sluice reads water meters: decrypts and decodes wireless M-Bus telegrams, keeps readings, serves them.");
        root.Add(Keys.KeysCommand.Create());
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) await Console.Error.WriteLineAsync($"sluice: {error.Message}");
            await Console.Error.WriteLineAsync("Try 'sluice --help', or 'sluice COMMAND --help'.");
            return UsageError;
        }
        return await parsed.InvokeAsync();
    }
}
