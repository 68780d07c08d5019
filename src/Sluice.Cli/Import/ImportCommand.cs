using System.CommandLine;
using Sluice.Host;
using Sluice.Host.Identity;
using Sluice.Metering.Identity;

namespace Sluice.Cli.Import;

/// <summary><c>sluice import</c>: meters of a society, or societies, from a sheet; readings from an archive.</summary>
public static class ImportCommand
{
    /// <summary>Where the token of a running server is taken from.</summary>
    public const string TokenVariable = "SLUICE_TOKEN";

    /// <summary>Makes the command.</summary>
    public static Command Create() => new("import", "Bring in meters or societies from Excel or CSV, or readings from an archive.") { Meters(), Societies(), Archive() };

    private static Command Meters()
    {
        var society = new Option<string>("--society") { Description = "The society the meters belong to.", HelpName = "ID", Required = true };
        var command = new Command("meters", $"""
            Imports meters of a society from Excel (xlsx) or CSV. The header may stand below titles; columns are found by their names, see docs/imports.md.
            With --url a running server does it, with the token in {TokenVariable}; with --data it is done here, on the folder of a server that does not run.
            Exit code: 0 fine, 1 rows are bad or it failed, 2 wrong usage.

            Examples:
              sluice import meters meters.xlsx --data ./data --society green-park --dry-run
              {TokenVariable}=... sluice import meters meters.csv --url http://127.0.0.1:8080 --society green-park --report rows.csv
            """) { society };
        var options = new ImportOptions(command);
        command.SetAction((parsed, ct) =>
        {
            var text = parsed.GetValue(society)!;
            if (!SocietyId.TryParse(text, out var id)) throw new UsageException($"'{text}' is no society id: a-z, 0-9 and hyphens, at most {SocietyId.MaxLength}.");
            return RunAsync(parsed, options, $"/api/societies/{id}/imports", ct);
        });
        return command;
    }

    private static Command Societies()
    {
        var command = new Command("societies", """
            Imports societies: id, name, address, time zone, towers.

            Example:
              sluice import societies societies.csv --data ./data
            """);
        var options = new ImportOptions(command);
        command.SetAction((parsed, ct) => RunAsync(parsed, options, "/api/imports/societies", ct));
        return command;
    }

    private static Command Archive()
    {
        var file = new Argument<string>("FILE") { Description = "An archive of 'sluice export --format archive'." };
        var data = new Option<string?>("--data") { Description = "Data directory of a server that does not run.", HelpName = "DIR" };
        var url = new Option<string?>("--url") { Description = "Address of a running server.", HelpName = "URL" };
        var command = new Command("archive", $"""
            Rebuilds readings from the raw telegrams of an archive, on an installation that has the society, its meters and their keys. The archive is checked first, byte by byte.
            It can be stopped at any time and started again: it goes on from there, and a telegram that comes twice is one reading.
            Exit code: 0 fine, 1 something is wrong or was not decoded (which meters, and why, is said), 2 wrong usage.

            Examples:
              sluice import archive green-park.zip --data ./data
              {TokenVariable}=... sluice import archive green-park.zip --url http://127.0.0.1:8080
            """) { file, data, url };
        command.SetAction((parsed, ct) => OnServerAsync(parsed.GetValue(file)!, parsed.GetValue(data), parsed.GetValue(url), async (server, token) =>
        {
            using var http = new HttpClient { BaseAddress = server, Timeout = TimeSpan.FromMinutes(10) };
            http.DefaultRequestHeaders.Authorization = new("Bearer", token);
            return await new ArchiveImport(http, parsed.GetValue(url) ?? Path.GetFullPath(parsed.GetValue(data)!)).RunAsync(parsed.GetValue(file)!, ct);
        }, ct));
        return command;
    }

    private static Task<int> RunAsync(ParseResult parsed, ImportOptions options, string address, CancellationToken ct) =>
        OnServerAsync(parsed.GetValue(options.File)!, parsed.GetValue(options.Data), parsed.GetValue(options.Url),
            (server, token) => new ImportClient(server, token).RunAsync(address, options.Query(parsed), parsed.GetValue(options.File)!, parsed.GetValue(options.Report), ct), ct);

    private static async Task<int> OnServerAsync(string file, string? data, string? url, Func<Uri, string, Task<int>> import, CancellationToken ct)
    {
        if (!File.Exists(file)) throw new UsageException($"There is no file '{file}'.");
        if ((data is null) == (url is null)) throw new UsageException("Give --url URL of a running server, or --data DIR of one that does not run.");
        try
        {
            if (url is not null)
            {
                if (!Uri.TryCreate(url, UriKind.Absolute, out var server) || server.Scheme is not ("http" or "https")) throw new UsageException($"'{url}' is no address of a server.");
                if (Environment.GetEnvironmentVariable(TokenVariable) is not { Length: > 0 } token) throw new UsageException($"Set {TokenVariable} to an access token; 'sluice token' makes one on the server itself.");
                return await import(server, token);
            }
            // The same server as ever, for this one import, on a port nobody is told.
            await using var own = await SluiceServer.CreateAsync(new() { Data = data!, Urls = ["http://127.0.0.1:0"] }, TimeProvider.System, ct);
            await own.StartAsync(ct);
            var ownToken = LocalToken.Make(own.Data, Role.SuperAdmin, [], TimeSpan.FromHours(12), TimeProvider.System);
            return await import(new(own.Urls.First()), ownToken);
        }
        catch (ServerException e)
        {
            await Console.Error.WriteLineAsync($"sluice: {e.Message}");
            return e.IsUsage ? Program.UsageError : Program.InputError;
        }
        catch (HttpRequestException e)
        {
            await Console.Error.WriteLineAsync($"sluice: {url ?? data}: {e.Message}");
            return Program.InputError;
        }
    }
}
