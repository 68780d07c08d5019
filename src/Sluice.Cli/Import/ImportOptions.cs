using System.CommandLine;

namespace Sluice.Cli.Import;

/// <summary>What all imports take.</summary>
internal sealed class ImportOptions
{
    private readonly Option<bool> dryRun = new("--dry-run") { Description = "Show what would change, and change nothing." };
    private readonly Option<bool> allOrNothing = new("--all-or-nothing") { Description = "Change nothing when one row is bad." };
    private readonly Option<bool> deactivate = new("--deactivate-missing") { Description = "Take meters out of use that the file does not have." };
    private readonly Option<string?> preset = new("--preset") { Description = "Preset or mapping of the columns.", HelpName = "NAME" };
    private readonly Option<string?> sheet = new("--sheet") { Description = "Sheet of the workbook; the first when absent.", HelpName = "NAME" };
    private readonly Option<string?> encoding = new("--encoding") { Description = "utf-8, utf-16 or windows-1252; found out when absent.", HelpName = "NAME" };

    public ImportOptions(Command command)
    {
        command.Arguments.Add(File);
        foreach (Option option in new Option[] { Data, Url, dryRun, allOrNothing, deactivate, preset, sheet, encoding, Report }) command.Options.Add(option);
    }

    public Argument<string> File { get; } = new("FILE") { Description = "Excel (xlsx) or CSV." };

    public Option<string?> Data { get; } = new("--data") { Description = "Data directory of a server that does not run.", HelpName = "DIR" };

    public Option<string?> Url { get; } = new("--url") { Description = "Address of a running server.", HelpName = "URL" };

    public Option<string?> Report { get; } = new("--report") { Description = "Write what became of every row to this CSV file.", HelpName = "FILE" };

    /// <summary>The options as the address of the import has them.</summary>
    public string Query(ParseResult parsed)
    {
        var query = new List<string>();
        if (parsed.GetValue(dryRun)) query.Add("dryRun=true");
        if (parsed.GetValue(allOrNothing)) query.Add("allOrNothing=true");
        if (parsed.GetValue(deactivate)) query.Add("deactivateMissing=true");
        foreach (var (name, value) in new[] { ("preset", parsed.GetValue(preset)), ("sheet", parsed.GetValue(sheet)), ("encoding", parsed.GetValue(encoding)) })
            if (value is not null) query.Add($"{name}={Uri.EscapeDataString(value)}");
        return query.Count > 0 ? "?" + string.Join('&', query) : "";
    }
}
