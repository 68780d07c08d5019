using System.CommandLine;

namespace Sluice.Cli.Drivers;

/// <summary><c>sluice drivers</c>: which meters are known by name, and whether driver files are right.</summary>
public static class DriversCommand
{
    private const string ListDescription =
        """
        Lists the meter drivers and the meters they are for. Meters without a driver are decoded too, with generic names.

        Examples:
          sluice drivers list
          sluice drivers list --format json
          sluice drivers list --drivers my-meters/
        """;

    private const string CheckDescription =
        """
        Reads driver files, decodes their golden telegrams and compares every expected field. Without arguments: the built-in drivers.
        Exit code: 0 all as expected, 1 a file is no driver or a golden telegram differs, 2 wrong usage.

        Examples:
          sluice drivers check
          sluice drivers check my-meters/
          sluice drivers check my-meters/acme.json other.json
        """;

    public static Command Create() => new("drivers", "Meter drivers: list them, check your own.") { List(), Check() };

    private static Command List()
    {
        var folder = new Option<string?>("--drivers") { Description = "Folder with your own meter drivers (JSON); they replace built-in ones.", HelpName = "DIR" };
        var format = new Option<string>("--format") { Description = "text, or json: one array.", DefaultValueFactory = static _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        var command = new Command("list", ListDescription) { folder, format };
        command.SetAction((parsed, _) =>
        {
            var drivers = CommonOptions.LoadDrivers(parsed.GetValue(folder));
            if (parsed.GetValue(format) == "json") DriverList.WriteJson(drivers);
            else DriverList.WriteText(drivers);
            return Task.FromResult(0);
        });
        return command;
    }

    private static Command Check()
    {
        var paths = new Argument<string[]>("DIR|FILE") { Description = "Driver files, or folders with them; none: the built-in drivers.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("check", CheckDescription) { paths };
        command.SetAction((parsed, _) => Task.FromResult(DriverCheck.Run(parsed.GetValue(paths) ?? [])));
        return command;
    }
}
