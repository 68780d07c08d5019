using System.Globalization;

namespace Sluice.Ui.Shell;

/// <summary>Writes numbers, days and times as the locale of the viewer does.</summary>
public static class Show
{
    private const decimal LitresPerM3 = 1000m;

    /// <summary>A volume, m³, with litres.</summary>
    public static string M3(decimal? volume) => volume is { } v ? $"{v.ToString("N3", CultureInfo.CurrentCulture)} m³" : "–";

    /// <summary>A use, in litres below ten m³, in m³ above.</summary>
    public static string Use(decimal m3) => Math.Abs(m3) < 10m ? $"{(m3 * LitresPerM3).ToString("N0", CultureInfo.CurrentCulture)} l" : $"{m3.ToString("N1", CultureInfo.CurrentCulture)} m³";

    /// <summary>A whole number.</summary>
    public static string Count(long number) => number.ToString("N0", CultureInfo.CurrentCulture);

    /// <summary>A day.</summary>
    public static string Day(DateOnly? day) => day?.ToString("d", CultureInfo.CurrentCulture) ?? "–";

    /// <summary>A day and time of this device's zone.</summary>
    public static string Time(DateTimeOffset? time) => time is { } t ? t.ToLocalTime().ToString("g", CultureInfo.CurrentCulture) : "–";

    /// <summary>A length of time: hours and minutes.</summary>
    public static string Span(long seconds, Texts texts)
    {
        var span = TimeSpan.FromSeconds(seconds);
        return span.TotalHours >= 1 ? texts["Span.Hours", (int)span.TotalHours, span.Minutes] : span.TotalMinutes >= 1 ? texts["Span.Minutes", span.Minutes] : texts["Span.Seconds", span.Seconds];
    }

    /// <summary>How long ago, roughly.</summary>
    public static string Ago(DateTimeOffset time, TimeProvider clock, Texts texts)
    {
        var past = clock.GetUtcNow() - time;
        return past.TotalDays >= 2 ? texts["Ago.Days", (int)past.TotalDays] : texts["Ago", Span((long)Math.Max(0, past.TotalSeconds), texts)];
    }

    /// <summary>Bytes, in the unit that fits.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 1_000 => $"{Count(bytes)} B",
        < 1_000_000 => $"{(bytes / 1_000m).ToString("N1", CultureInfo.CurrentCulture)} kB",
        _ => $"{(bytes / 1_000_000m).ToString("N1", CultureInfo.CurrentCulture)} MB",
    };
}
