using Sluice.Metering.Meters;
using Sluice.Metering.Readings;
using Sluice.Reports.Model;
using static Sluice.Reports.Cells.ColumnKind;

namespace Sluice.Reports.Cells;

/// <summary>The columns of every kind of row, in the order of files.</summary>
public static class ReportColumns
{
    /// <summary>Columns of readings.</summary>
    public static IReadOnlyList<Column<ReadingRow>> Readings { get; } =
    [
        new("id", "Reading", null, Text, "The reading's id", (r, c) => c.Text(r.Id)),
        new("society", "Society", null, Text, "The society's id", (r, c) => c.Text(r.Society)),
        new("tower", "Tower", null, Text, "The tower; empty for a bulk meter", (r, c) => c.Text(r.Tower)),
        new("flat", "Flat", null, Text, "The flat; empty for a bulk meter", (r, c) => c.Text(r.Flat)),
        new("place", "Place", null, Text, "Which of the flat's meters", (r, c) => c.Text(r.Place)),
        new("serial", "Serial number", null, Text, "As printed on the meter", (r, c) => c.Text(r.Serial)),
        new("at", "Read at", null, Instant, "When the meter was heard", (r, c) => c.Instant(r.At)),
        new("total_m3", "Total", "m³", Volume, "Volume at that time", (r, c) => c.Number(r.TotalM3)),
        new("target_m3", "Target", "m³", Volume, "Volume at the target date, the one billing uses", (r, c) => c.Number(r.TargetM3)),
        new("target_date", "Target date", null, Date, "The day the target volume belongs to", (r, c) => c.Date(r.TargetDate)),
        new("quality", "Quality", null, Text, "GOOD, FAIR or POOR", (r, c) => c.Text(Word(r.Quality))),
        new("reasons", "Reasons", null, Text, "Rule ids that say why it is not GOOD", (r, c) => c.Text(r.Reasons)),
        new("status", "Meter status", null, Text, "OK, or the meter's info codes", (r, c) => c.Text(r.Status)),
        new("origin", "Value", null, Text, "ACTUAL, ESTIMATED, SUBSTITUTED or PROVISIONAL", (r, c) => c.Text(Word(r.Origin))),
        new("rssi_dbm", "Signal", "dBm", Integer, "Signal strength", (r, c) => c.Integer(r.RssiDbm)),
        new("receiver", "Receiver", null, Text, "Who heard it", (r, c) => c.Text(r.Receiver)),
        new("note", "Note", null, Text, "The technician's note", (r, c) => c.Text(r.Note)),
    ];

    /// <summary>Columns of meters.</summary>
    public static IReadOnlyList<Column<MeterRow>> Meters { get; } =
    [
        new("tower", "Tower", null, Text, "The tower; empty for a bulk meter", (r, c) => c.Text(r.Tower)),
        new("flat", "Flat", null, Text, "The flat; empty for a bulk meter", (r, c) => c.Text(r.Flat)),
        new("place", "Place", null, Text, "Which of the flat's meters", (r, c) => c.Text(r.Place)),
        new("serial", "Serial number", null, Text, "As printed on the meter", (r, c) => c.Text(r.Serial)),
        new("read_at", "Read at", null, Instant, "When the round heard it; empty: missing", (r, c) => c.Instant(r.ReadAt)),
        new("previous_m3", "Previous", "m³", Volume, "Volume at the billing date before", (r, c) => c.Number(r.PreviousM3)),
        new("current_m3", "Current", "m³", Volume, "Volume at the billing date, or now where the meter does not tell that one", (r, c) => c.Number(r.CurrentM3)),
        new("usage_m3", "Usage", "m³", Volume, "What was used in between", (r, c) => c.Number(r.UsageM3)),
        new("quality", "Quality", null, Text, "GOOD, FAIR, POOR or MISSING", (r, c) => c.Text(r.Quality is { } q ? Word(q) : "MISSING")),
        new("origin", "Value", null, Text, "ACTUAL, ESTIMATED, SUBSTITUTED or PROVISIONAL", (r, c) => c.Text(r.Origin is { } o ? Word(o) : null)),
        new("leak", "Leak", null, Flag, "Whether water runs without pause", (r, c) => c.Flag(r.Leak)),
        new("outlier", "Outlier", null, Flag, "Whether the use is far from this meter's own", (r, c) => c.Flag(r.Outlier)),
        new("info_codes", "Info codes", null, Text, "The meter's info codes", (r, c) => c.Text(r.InfoCodes)),
        new("purpose", "Purpose", null, Text, "FLAT, COMMON_AREA or BULK", (r, c) => c.Text(Word(r.Purpose))),
        new("meter_type", "Model", null, Text, "The model", (r, c) => c.Text(r.MeterType)),
        new("status", "Status", null, Text, "ACTIVE, INACTIVE or MAINTENANCE", (r, c) => c.Text(Word(r.Status))),
        new("installed_on", "Installed", null, Date, "When it was installed", (r, c) => c.Date(r.InstalledOn)),
        new("note", "Note", null, Text, "A note", (r, c) => c.Text(r.Note)),
    ];

    /// <summary>Columns of analytics.</summary>
    public static IReadOnlyList<Column<AnalyticsRow>> Analytics { get; } =
    [
        new("tower", "Tower", null, Text, "The tower", (r, c) => c.Text(r.Tower)),
        new("flat", "Flat", null, Text, "The flat", (r, c) => c.Text(r.Flat)),
        new("serial", "Serial number", null, Text, "As printed on the meter", (r, c) => c.Text(r.Serial)),
        new("litres_per_day", "Daily use", "l", ColumnKind.Decimal, "Average use per day", (r, c) => c.Number(r.LitresPerDay)),
        new("trend_percent", "Trend", "%", ColumnKind.Decimal, "Change against the period before", (r, c) => c.Number(r.TrendPercent)),
        new("against_like_flats", "Like flats", "×", ColumnKind.Decimal, "Use as a multiple of like flats' median", (r, c) => c.Number(r.AgainstLikeFlats)),
        new("leak_score", "Leak score", null, Integer, "How likely it leaks, 0 to 100", (r, c) => c.Integer(r.LeakScore)),
        new("days_since_heard", "Not heard for", "days", Integer, "Days since it was heard", (r, c) => c.Integer(r.DaysSinceHeard)),
        new("finding", "Finding", null, Text, "What is odd about it, in words", (r, c) => c.Text(r.Finding)),
    ];

    /// <summary>The word for a quality.</summary>
    public static string Word(ReadingQuality quality) => quality switch
    {
        ReadingQuality.Good => "GOOD",
        ReadingQuality.Fair => "FAIR",
        _ => "POOR",
    };

    /// <summary>The word for an origin.</summary>
    public static string Word(ReadingOrigin origin) => origin switch
    {
        ReadingOrigin.Actual => "ACTUAL",
        ReadingOrigin.Estimated => "ESTIMATED",
        ReadingOrigin.Substituted => "SUBSTITUTED",
        _ => "PROVISIONAL",
    };

    private static string Word(MeterPurpose purpose) => purpose switch
    {
        MeterPurpose.Flat => "FLAT",
        MeterPurpose.CommonArea => "COMMON_AREA",
        _ => "BULK",
    };

    private static string Word(MeterStatus status) => status switch
    {
        MeterStatus.Active => "ACTIVE",
        MeterStatus.Inactive => "INACTIVE",
        _ => "MAINTENANCE",
    };
}
