using System.CommandLine;

namespace Sluice.Cli;

/// <summary>The command <c>sluice</c>: one class a command, each with <c>Create()</c>.</summary>
public static class Program
{
    /// <summary>Exit code when some of the input is not fine, or cannot be read.</summary>
    public const int InputError = 1;

    /// <summary>Exit code for wrong usage, on every command.</summary>
    public const int UsageError = 2;

    /// <summary>EPIPE: who read our output has gone, as with <c>| head</c>.</summary>
    private const int BrokenPipe = 32;

    public static async Task<int> Main(string[] args)
    {
        var root = new RootCommand("Sluice reads water meters: decrypts and decodes wireless M-Bus telegrams, keeps readings, serves them.");
        root.Add(Decode.DecodeCommand.Create());
        root.Add(Analyze.AnalyzeCommand.Create());
        root.Add(Keys.KeysCommand.Create());
        root.Add(Simulate.SimulateCommand.Create());
        root.Add(Drivers.DriversCommand.Create());
        root.Add(Serve.ServeCommand.Create());
        root.Add(Token.TokenCommand.Create());
        root.Add(Admin.AdminCommand.Create());
        root.Add(Import.ImportCommand.Create());
        root.Add(Export.ExportCommand.Create());
        root.Add(Audit.AuditCommand.Create());
        root.Add(Cost.CostCommand.Create());
        root.Add(Backup.BackupCommand.Create());
        root.Add(Backup.RestoreCommand.Create());
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) await Console.Error.WriteLineAsync($"sluice: {error.Message}");
            await Console.Error.WriteLineAsync("Try 'sluice --help', or 'sluice COMMAND --help'.");
            return UsageError;
        }
        try
        {
            // Exceptions are ours to tell: a stack trace helps nobody at a prompt.
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (UsageException e)
        {
            await Console.Error.WriteLineAsync($"sluice: {e.Message}");
            return UsageError;
        }
        catch (IOException e) when (e.HResult == BrokenPipe || e.InnerException is System.Net.Sockets.SocketException)
        {
            return 0;
        }
        catch (IOException e)
        {
            await Console.Error.WriteLineAsync($"sluice: input or output failed: {e.Message}");
            return InputError;
        }
    }
}
