using System.Globalization;

namespace Sluice.Host.Backup;

/// <summary>Backups that a running server makes by itself, once a day.</summary>
/// <param name="Directory">Where to; best on another disk.</param>
/// <param name="At">When, in the server's time zone.</param>
/// <param name="Keep">How many are kept; older ones are removed after a new one is whole. At least 1.</param>
public sealed record BackupSchedule(string Directory, TimeOnly At, int Keep)
{
    private const string Prefix = "sluice-";
    private const string Suffix = ".backup";

    /// <summary>The name of the backup made at a time; names sort by time.</summary>
    public static string NameOf(DateTimeOffset time) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{time.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}{Suffix}");

    /// <summary>How long from now to the next backup.</summary>
    public TimeSpan Until(DateTimeOffset now, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(now, zone);
        var next = local.Date + At.ToTimeSpan();
        if (next <= local.DateTime) next = next.AddDays(1);
        while (zone.IsInvalidTime(next)) next = next.AddMinutes(30);   // the hour that is left out in spring
        return new DateTimeOffset(next, zone.GetUtcOffset(next)) - now;
    }

    /// <summary>The backups of this schedule that are too many, oldest first. Files of other names are nobody's business here.</summary>
    public IReadOnlyList<string> TooMany() =>
    [
        .. System.IO.Directory.EnumerateFiles(Directory, $"{Prefix}*{Suffix}").OrderDescending(StringComparer.Ordinal).Skip(Keep).Reverse(),
    ];
}
