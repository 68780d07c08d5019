using System.CommandLine;
using Sluice.Host;
using Sluice.Host.Identity;

namespace Sluice.Cli.Admin;

/// <summary><c>sluice admin</c>: the way back in for who is locked out.</summary>
public static class AdminCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "The server's data directory.", HelpName = "DIR", DefaultValueFactory = static _ => "./data" };
        var mail = new Option<string?>("--mail") { Description = "Whose account; without it the first super admin's.", HelpName = "MAIL" };
        var url = new Option<string>("--url") { Description = "The server's address, to put before the link.", HelpName = "URL", DefaultValueFactory = static _ => "http://127.0.0.1:8080" };
        var reset = new Command("reset", """
            Prints a link that sets a new password and takes the second factor away. It is good once, for a day; older links are void. The server may run meanwhile.

            Example:
              sluice admin reset --data /var/lib/sluice --mail anna@example.org
            """) { data, mail, url };
        reset.SetAction(async (parsed, ct) =>
        {
            if (!Uri.TryCreate(parsed.GetValue(url), UriKind.Absolute, out var address)) throw new UsageException($"--url: '{parsed.GetValue(url)}' is no address.");
            try
            {
                Console.WriteLine(new Uri(address, await AdminLink.MakeAsync(parsed.GetValue(data)!, parsed.GetValue(mail), TimeProvider.System, ct)));
                return 0;
            }
            catch (ServerException e)
            {
                await Console.Error.WriteLineAsync($"sluice: {e.Message}");
                return e.IsUsage ? Program.UsageError : Program.InputError;
            }
        });
        return new("admin", "Lets an administrator in who is locked out.") { reset };
    }
}
