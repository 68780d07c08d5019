using System.CommandLine;
using Sluice.Host;
using Sluice.Host.Identity;
using Sluice.Metering.Identity;

namespace Sluice.Cli.Token;

/// <summary><c>sluice token</c>: an access token for scripts on the server itself.</summary>
public static class TokenCommand
{
    private static readonly Role[] Roles = [Role.SuperAdmin, Role.SocietyAdmin, Role.Scanner];

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "The server's data directory.", HelpName = "DIR", DefaultValueFactory = static _ => "./data" };
        var role = new Option<string>("--role") { Description = $"{string.Join(", ", Roles)}.", HelpName = "ROLE", Required = true };
        var society = new Option<string[]>("--society") { Description = "Society the role holds for; may be given again.", HelpName = "ID" };
        var hours = new Option<double>("--hours") { Description = "How long the token is good, at most 720 hours.", HelpName = "N", DefaultValueFactory = static _ => 1 };
        var command = new Command("token", """
            Prints an access token for scripts on this machine, signed with the key in the data directory.
            Whoever has the token has the role until it expires: keep it out of files, logs and shell history.

            Example:
              curl -H "Authorization: Bearer $(sluice token --data ./data --role SuperAdmin)" http://127.0.0.1:8080/api/overview
            """) { data, role, society, hours };
        command.SetAction(parsed =>
        {
            if (!Enum.TryParse<Role>(parsed.GetValue(role), ignoreCase: true, out var wanted) || !Roles.Contains(wanted))
                throw new UsageException($"--role is one of {string.Join(", ", Roles)}, not '{parsed.GetValue(role)}'.");
            var societies = new List<SocietyId>();
            foreach (var text in parsed.GetValue(society) ?? [])
                societies.Add(SocietyId.TryParse(text, out var id) ? id : throw new UsageException($"'{text}' is no society id: a-z, 0-9 and hyphens, at most {SocietyId.MaxLength}."));
            if (wanted != Role.SuperAdmin && societies.Count == 0) throw new UsageException($"{wanted} is a role in a society: add --society ID.");
            var length = parsed.GetValue(hours);
            if (length is not (> 0 and <= 720)) throw new UsageException("--hours is a number above 0, at most 720.");
            try
            {
                Console.WriteLine(LocalToken.Make(parsed.GetValue(data)!, wanted, societies, TimeSpan.FromHours(length), TimeProvider.System));
                return 0;
            }
            catch (ServerException e)
            {
                Console.Error.WriteLine($"sluice: {e.Message}");
                return e.IsUsage ? Program.UsageError : Program.InputError;
            }
        });
        return command;
    }
}
