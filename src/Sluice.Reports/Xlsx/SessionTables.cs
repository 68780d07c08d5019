using DocumentFormat.OpenXml.Spreadsheet;
using Sluice.Reports.Cells;
using Sluice.Reports.Model;
using static Sluice.Reports.Xlsx.Styles;

namespace Sluice.Reports.Xlsx;

/// <summary>The table sheets of a session's workbook: which columns, what is marked.</summary>
internal static class SessionTables
{
    private static readonly string[] StandardReadings = ["tower", "flat", "place", "serial", "at", "total_m3", "target_m3", "target_date", "quality", "status", "origin", "note"];
    private static readonly string[] StandardMeters = ["tower", "flat", "place", "serial", "read_at", "previous_m3", "current_m3", "usage_m3", "quality", "origin", "leak", "outlier", "note"];

    public static TableSpec<ReadingRow> Readings(bool all, Action<ReadingRow> seen)
    {
        var spec = new TableSpec<ReadingRow>("Readings", Palette.Water, Pick(ReportColumns.Readings, all, StandardReadings)) { FrozenColumns = all ? 0 : 4, Seen = seen };
        return spec with { Formats = last => Formats(last) };

        IEnumerable<ConditionalFormatting> Formats(int last)
        {
            var conditions = new Conditions();
            var (total, status, origin) = (spec.Letter("total_m3"), spec.Letter("status"), spec.Letter("origin"));
            yield return conditions.When($"{total}2:{total}{last}", ($"ISBLANK({total}2)", Mark.Missing));
            yield return conditions.Quality(spec.Letter("quality"), last);
            yield return conditions.When($"{status}2:{status}{last}", ($"OR(ISNUMBER(SEARCH(\"LEAK\",{status}2)),ISNUMBER(SEARCH(\"BURST\",{status}2)))", Mark.Alert), ($"AND({status}2<>\"\",{status}2<>\"OK\")", Mark.Warn));
            yield return conditions.When($"{origin}2:{origin}{last}", ($"AND({origin}2<>\"\",{origin}2<>\"ACTUAL\")", Mark.Warn));
        }
    }

    public static TableSpec<MeterRow> Meters(bool all, Action<MeterRow> seen)
    {
        var spec = new TableSpec<MeterRow>("Meters", Palette.Deep, Pick(ReportColumns.Meters, all, StandardMeters)) { FrozenColumns = 4, Seen = seen };
        return spec with { Formats = last => Formats(last) };

        IEnumerable<ConditionalFormatting> Formats(int last)
        {
            var conditions = new Conditions();
            var (current, usage, leak, outlier, origin) = (spec.Letter("current_m3"), spec.Letter("usage_m3"), spec.Letter("leak"), spec.Letter("outlier"), spec.Letter("origin"));
            yield return conditions.When($"{current}2:{current}{last}", ($"ISBLANK({current}2)", Mark.Missing));
            yield return conditions.When($"{usage}2:{usage}{last}", ($"AND(ISNUMBER({usage}2),{usage}2<0)", Mark.Alert), ($"{outlier}2=\"yes\"", Mark.Warn));
            yield return conditions.Bars($"{usage}2:{usage}{last}", Palette.Light);
            yield return conditions.Quality(spec.Letter("quality"), last);
            yield return conditions.When($"{origin}2:{origin}{last}", ($"AND({origin}2<>\"\",{origin}2<>\"ACTUAL\")", Mark.Warn));
            yield return conditions.When($"{leak}2:{leak}{last}", ($"{leak}2=\"yes\"", Mark.Alert));
            yield return conditions.When($"{outlier}2:{outlier}{last}", ($"{outlier}2=\"yes\"", Mark.Warn));
        }
    }

    public static TableSpec<AnalyticsRow> Analytics(Action<AnalyticsRow> seen)
    {
        var spec = new TableSpec<AnalyticsRow>("Analytics", Palette.Good, ReportColumns.Analytics) { FrozenColumns = 3, Seen = seen };
        return spec with { Formats = last => Formats(last) };

        IEnumerable<ConditionalFormatting> Formats(int last)
        {
            var conditions = new Conditions();
            var (daily, like, leak, heard) = (spec.Letter("litres_per_day"), spec.Letter("against_like_flats"), spec.Letter("leak_score"), spec.Letter("days_since_heard"));
            yield return conditions.Bars($"{daily}2:{daily}{last}", Palette.Light);
            yield return conditions.When($"{like}2:{like}{last}", ($"AND(ISNUMBER({like}2),OR({like}2>=2,{like}2<=0.5))", Mark.Warn));
            yield return conditions.When($"{leak}2:{leak}{last}", ($"{leak}2>=70", Mark.Alert), ($"{leak}2>=40", Mark.Warn));
            yield return conditions.When($"{heard}2:{heard}{last}", ($"ISBLANK({heard}2)", Mark.Missing), ($"{heard}2>=30", Mark.Warn));
        }
    }

    private static IReadOnlyList<Column<TRow>> Pick<TRow>(IReadOnlyList<Column<TRow>> columns, bool all, string[] names) =>
        all ? columns : [.. names.Select(n => columns.Single(c => c.Name == n))];
}
