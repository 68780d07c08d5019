using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using Sluice.Host;
using Sluice.Host.Backup;

namespace Sluice.Cli.Serve;

/// <summary>Options of <c>sluice serve</c> for whoever runs it day and night.</summary>
internal sealed partial class OperationOptions
{
    private const int MaxKeep = 3_650;

    private readonly Option<string> log = new("--log") { Description = "How warnings and errors are written: text or json.", HelpName = "FORM", DefaultValueFactory = static _ => "text" };
    private readonly Option<string?> otlp = new("--otlp") { Description = "Push metrics, traces and logs by OTLP to this address; OTEL_EXPORTER_OTLP_ENDPOINT says the same.", HelpName = "URL" };
    private readonly Option<string?> backupTo = new("--backup-to") { Description = "Make a backup every day into this directory; best on another disk.", HelpName = "DIR" };
    private readonly Option<string> backupAt = new("--backup-at") { Description = "When, in this machine's time zone.", HelpName = "HH:MM", DefaultValueFactory = static _ => "02:30" };
    private readonly Option<int> backupKeep = new("--backup-keep") { Description = "How many backups are kept.", HelpName = "N", DefaultValueFactory = static _ => 14 };

    private readonly Option<string[]> androidApps = new("--android-app") { Description = "Android app that wraps the app: package name and SHA-256 of its certificate; see docs/android.md.", HelpName = "PACKAGE=FINGERPRINT" };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { log, otlp, backupTo, backupAt, backupKeep, androidApps }) command.Add(option);
    }

    /// <summary>The options with what was said.</summary>
    /// <exception cref="UsageException">One cannot be used.</exception>
    public ServerOptions Apply(ServerOptions options, ParseResult parsed)
    {
        var form = parsed.GetValue(log);
        if (form is not ("text" or "json")) throw new UsageException($"--log is text or json, not '{form}'.");
        Uri? address = null;
        if (parsed.GetValue(otlp) is { } text && (!Uri.TryCreate(text, UriKind.Absolute, out address) || address.Scheme is not ("http" or "https")))
            throw new UsageException($"--otlp is an address such as http://127.0.0.1:4317, not '{text}'.");
        return options with { JsonLog = form == "json", Otlp = address, Backup = Schedule(parsed), AndroidApps = [.. (parsed.GetValue(androidApps) ?? []).Select(Android)] };
    }

    private static AndroidApp Android(string text) =>
        AndroidAppForm().Match(text) is { Success: true } app
            ? new(app.Groups["package"].Value, app.Groups["fingerprint"].Value.ToUpperInvariant())
            : throw new UsageException($"--android-app is a package name and the SHA-256 of its certificate, as org.example.sluice=AB:CD:… with 32 bytes, not '{text}'.");

    [GeneratedRegex(@"^(?<package>[a-zA-Z]\w*(\.[a-zA-Z]\w*)+)=(?<fingerprint>[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){31})$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AndroidAppForm();

    private BackupSchedule? Schedule(ParseResult parsed)
    {
        if (parsed.GetValue(backupTo) is not { } directory) return null;
        var at = parsed.GetValue(backupAt)!;
        if (!TimeOnly.TryParseExact(at, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)) throw new UsageException($"--backup-at is a time such as 02:30, not '{at}'.");
        var keep = parsed.GetValue(backupKeep);
        if (keep is < 1 or > MaxKeep) throw new UsageException($"--backup-keep is a number from 1 to {MaxKeep}, not {keep}.");
        return new(Path.GetFullPath(directory), time, keep);
    }
}
