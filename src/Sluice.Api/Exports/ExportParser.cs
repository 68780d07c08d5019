using System.Globalization;
using Microsoft.AspNetCore.Http;
using Sluice.Api.Problems;
using Sluice.Contracts.Exports;
using Sluice.Metering.Exports;

namespace Sluice.Api.Exports;

/// <summary>Makes of a body what the job is asked for. Whose round or society it is, is decided elsewhere.</summary>
internal static class ExportParser
{
    /// <summary>The most days of one export.</summary>
    private const int MaxDays = 3_660;

    /// <returns>The export, or the problem.</returns>
    public static (ExportRequest? Request, IResult? Refusal) Parse(NewExportDto dto)
    {
        if (!ExportFormats.TryParse(dto.Format, out var format)) return (null, Problem.BadParameter("BadFormat", $"format is one of {ExportFormats.Words}."));
        var templates = ExportFormats.Templates(format);
        var template = dto.Template ?? dto.Options?.Template ?? (templates.Count > 0 ? templates[0] : "");
        if (!templates.Contains(template) && template.Length > 0 && !(OwnForm.Of(format) is not null && OwnForm.IsName(template))) return (null, NoTemplate(format));
        if (template.Length == 0 && templates.Count > 0) return (null, NoTemplate(format));
        var options = Options(dto.Options);
        if (format == ExportFormat.Xlsx && NoSheets(options, template)) return (null, Problem.BadParameter("NoWorksheets", "worksheets switches every sheet off; leave one of summary, readings, meters, analytics on."));
        if (Password(dto, format, options) is { } wrong) return (null, Problem.BadParameter("BadPassword", wrong));
        return (new() { Format = format, Template = template, Options = options }, null);
    }

    /// <summary>There is no such template, neither ours nor the society's.</summary>
    public static IResult NoTemplate(ExportFormat format) => Problem.BadParameter("BadTemplate", ExportFormats.Templates(format) is { Count: > 0 } templates
        ? $"template of {ExportFormats.Word(format)} is one of {string.Join(", ", templates)}{(OwnForm.Of(format) is null ? "" : ", or the name of one of the society's own")}."
        : $"{ExportFormats.Word(format)} has no templates.");

    /// <summary>The folder leads elsewhere.</summary>
    public static IResult NoFolder() => Problem.BadParameter("BadBucketPath",
        $"bucketPath is a folder below the society's exports: names of letters, digits and . _ - = between slashes, at most {ExportPlace.MaxFolder} characters, never leading upwards.");

    /// <summary>Nobody can be told.</summary>
    public static IResult NoMail() => Problem.BadParameter("NoMail", "notify needs mail, which is not set up on this server (sluice serve --smtp); ask for the export's state instead.");

    /// <summary>The days of an export without a round.</summary>
    public static (DateOnly From, DateOnly To)? Days(NewExportDto dto)
    {
        if (dto.Month is { } text)
            return dto.From is null && dto.To is null && DateOnly.TryParseExact($"{text}-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) && Fits(month, month.AddDays(31))
                ? (month, month.AddMonths(1)) : null;
        return Day(dto.From, out var from) && Day(dto.To, out var to) && Fits(from, to) ? (from, to.AddDays(1)) : null;
    }

    private static bool Day(string? text, out DateOnly day) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    private static bool Fits(DateOnly from, DateOnly to) => from.Year >= 2000 && to.Year < 2200 && to >= from && to.DayNumber - from.DayNumber < MaxDays;

    private static string? Password(NewExportDto dto, ExportFormat format, ExportOptions options) => (options.PasswordProtect, dto.Password) switch
    {
        (false, null) => null,
        (false, _) => "A password was sent, but options.passwordProtect is not true; nothing was made.",
        (true, _) when format != ExportFormat.Xlsx => "Only workbooks (xlsx) can be protected with a password.",
        (true, { Length: > 0 and <= IFileProtector.MaxPassword }) => null,
        _ => $"passwordProtect needs a password of 1 to {IFileProtector.MaxPassword} characters.",
    };

    private static bool NoSheets(ExportOptions options, string template) =>
        !(options.Summary ?? true) && !(options.Meters ?? template != "summary") && !(options.Readings ?? template != "summary") && !(options.Analytics ?? template == "detailed");

    private static ExportOptions Options(ExportOptionsDto? dto) => new()
    {
        IncludeCharts = dto?.IncludeCharts ?? true,
        IncludeMetadata = dto?.IncludeMetadata ?? true,
        PasswordProtect = dto?.PasswordProtect ?? false,
        Summary = dto?.Worksheets?.Summary,
        Readings = dto?.Worksheets?.Readings,
        Meters = dto?.Worksheets?.Meters,
        Analytics = dto?.Worksheets?.Analytics,
    };
}
