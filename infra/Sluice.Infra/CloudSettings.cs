namespace Sluice.Infra;

/// <summary>What a deployment chooses. All of it has a default, so that templates can be written anywhere.</summary>
/// <param name="Prefix">Before the names of everything: two deployments can share an account.</param>
/// <param name="AlarmMail">Who is told of alarms and of the budget.</param>
/// <param name="BudgetUsd">The month's budget, US dollars.</param>
/// <param name="BackupRegion">Where copies of the backups go.</param>
/// <param name="Repository">The repository whose main branch may deploy, <c>owner/name</c>.</param>
/// <param name="PublicUrl">Where people reach the app; logins return there.</param>
/// <param name="IsImage">True: functions are a container image; false: zip files.</param>
/// <param name="Release">The image's tag, or the zip files' folder.</param>
public sealed record CloudSettings(string Prefix, string AlarmMail, int BudgetUsd, string BackupRegion, string Repository, Uri PublicUrl, bool IsImage, string Release)
{
    /// <summary>Reads the settings from environment variables <c>SLUICE_CLOUD_*</c>.</summary>
    /// <exception cref="ArgumentException">One is not what it must be; the message says which and why.</exception>
    public static CloudSettings Of(Func<string, string?> variable)
    {
        string Text(string name, string otherwise) => variable("SLUICE_CLOUD_" + name) is { Length: > 0 } text ? text : otherwise;
        var layout = Text("LAYOUT", "zip");
        var budget = Text("BUDGET_USD", "60");
        var mail = Text("ALARM_MAIL", "operator@example.org");
        var url = Text("PUBLIC_URL", "https://sluice.example.org");
        if (layout is not ("zip" or "image")) throw new ArgumentException($"SLUICE_CLOUD_LAYOUT '{layout}' is neither zip nor image.");
        if (!int.TryParse(budget, out var usd) || usd < 1) throw new ArgumentException($"SLUICE_CLOUD_BUDGET_USD '{budget}' is not a whole number of dollars above 0.");
        if (!mail.Contains('@', StringComparison.Ordinal)) throw new ArgumentException($"SLUICE_CLOUD_ALARM_MAIL '{mail}' is no mail address.");
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttps) throw new ArgumentException($"SLUICE_CLOUD_PUBLIC_URL '{url}' is no https address.");
        return new(Text("PREFIX", "sluice"), mail, usd, Text("BACKUP_REGION", "ap-south-2"), Text("REPOSITORY", "example/sluice"), address, layout == "image", Text("RELEASE", "0.1.0"));
    }
}
