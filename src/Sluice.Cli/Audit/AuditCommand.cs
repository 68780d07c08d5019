using System.CommandLine;
using Sluice.Metering.Storage;
using Sluice.Storage.Sqlite;

namespace Sluice.Cli.Audit;

/// <summary><c>sluice audit</c>: the audit log, offline.</summary>
public static class AuditCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create() => new("audit", "Checks the audit log.") { Verify() };

    private static Command Verify()
    {
        var data = new Option<string>("--data") { Description = "The server's data directory.", HelpName = "DIR", DefaultValueFactory = static _ => "./data" };
        var expect = new Option<string?>("--expect") { Description = "Head noted earlier, as ENTRIES:HASH; proves that nothing was cut off the end since.", HelpName = "HEAD" };
        var command = new Command("verify", """
            Checks the hash chain of the audit log, also while a server runs. Prints the number of entries and the head: note it elsewhere.
            Exit code 1 when an entry was changed, removed or added behind the server's back.

            Example:
              sluice audit verify --data /var/lib/sluice
            """) { data, expect };
        command.SetAction(parsed =>
        {
            try
            {
                var verdict = SqliteAuditLog.Verify(Path.Combine(parsed.GetValue(data)!, "sluice.db"), Noted(parsed.GetValue(expect)));
                if (verdict.Break is { } place)
                {
                    Console.Error.WriteLine($"sluice: the audit log is broken at entry {place}: it, or one before it, was changed, removed or added. {verdict.Entries} entries before it are intact.");
                    return Program.InputError;
                }
                Console.WriteLine(verdict.Entries == 0 ? "0 entries, intact" : $"{verdict.Entries} {(verdict.Entries == 1 ? "entry" : "entries")}, intact, head {verdict.Entries}:{Convert.ToHexStringLower(verdict.Head.Span)}");
                return 0;
            }
            catch (StorageException e)
            {
                Console.Error.WriteLine($"sluice: {e.Message}");
                return Program.InputError;
            }
        });
        return command;
    }

    private static (long Entries, byte[] Hash)? Noted(string? head)
    {
        if (head is null) return null;
        var parts = head.Split(':');
        if (parts.Length != 2 || !long.TryParse(parts[0], out var entries) || entries < 1 || parts[1].Length != 64 || !parts[1].All(char.IsAsciiHexDigit))
            throw new UsageException("--expect is the head that 'sluice audit verify' printed: ENTRIES:HASH.");
        return (entries, Convert.FromHexString(parts[1]));
    }
}
