using System.CommandLine;
using Sluice.Contracts.Exports;

namespace Sluice.Cli.Export;

/// <summary><c>sluice export</c>: a file out of a running server.</summary>
public static class ExportCommand
{
    /// <summary>The environment variable with the access token or API key.</summary>
    public const string TokenVariable = "SLUICE_TOKEN";

    /// <summary>The environment variable with the password of a protected workbook.</summary>
    public const string PasswordVariable = "SLUICE_EXPORT_PASSWORD";

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var url = new Option<string>("--url") { Description = "The server's address.", HelpName = "URL", Required = true };
        var society = new Option<string>("--society") { Description = "The society.", HelpName = "ID", Required = true };
        var session = new Option<string?>("--session") { Description = "The round.", HelpName = "ID" };
        var month = new Option<string?>("--month") { Description = "Instead of a round: a month, 2026-11.", HelpName = "MONTH" };
        var format = new Option<string>("--format") { Description = "xlsx, json, csv, archive, parquet, billing, billing-xlsx.", HelpName = "FORMAT", DefaultValueFactory = static _ => "xlsx" };
        var template = new Option<string?>("--template") { Description = "Template of the format, billing preset, or a form of the society's own.", HelpName = "NAME" };
        var output = new Option<string>("--out") { Description = "The file to write; one of that name is replaced. For parquet a folder, or a file whose name ends in .zip.", HelpName = "FILE", Required = true };
        var command = new Command("export", $"""
            Makes a file of a round or a month on a running server and fetches it. Progress goes to standard error.
            The access token or API key is taken from {TokenVariable}. With {PasswordVariable} set, a workbook is protected with that password.

            Example:
              SLUICE_TOKEN=$(sluice token --role SocietyAdmin --society green-park) \
              sluice export --url http://127.0.0.1:8080 --society green-park --month 2026-11 --format billing --template mygate --out bill.csv
            """) { url, society, session, month, format, template, output };
        command.SetAction((parsed, ct) =>
        {
            if (!Uri.TryCreate(parsed.GetValue(url), UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")) throw new UsageException("--url is an address such as http://127.0.0.1:8080.");
            if (parsed.GetValue(session) is null == parsed.GetValue(month) is null) throw new UsageException("Name either --session or --month.");
            if (Environment.GetEnvironmentVariable(TokenVariable) is not { Length: > 0 } token) throw new UsageException($"Put an access token or API key into the environment variable {TokenVariable}.");
            var password = Environment.GetEnvironmentVariable(PasswordVariable);
            var wanted = new NewExportDto
            {
                SessionId = parsed.GetValue(session),
                SocietyId = parsed.GetValue(month) is null ? null : parsed.GetValue(society),
                Month = parsed.GetValue(month),
                Format = parsed.GetValue(format),
                Template = parsed.GetValue(template),
                Options = string.IsNullOrEmpty(password) ? null : new() { PasswordProtect = true },
                Password = string.IsNullOrEmpty(password) ? null : password,
            };
            return ExportRun.RunAsync(address, token, wanted, parsed.GetValue(society)!, parsed.GetValue(output)!, ct);
        });
        return command;
    }
}
