using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Sluice.Metering.Files;
using Sluice.Metering.Identity;
using Sluice.Metering.Jobs;

namespace Sluice.Metering.Exports;

/// <summary>Where exported files are kept: the owner's layout, always below <c>societies/{societyId}/exports/</c>.</summary>
public static class ExportPlace
{
    /// <summary>The longest folder a caller may choose.</summary>
    public const int MaxFolder = 200;

    /// <summary>The object of an export; of a Parquet data set its folder.</summary>
    /// <param name="scope">The society.</param>
    /// <param name="request">The export.</param>
    /// <param name="at">When it was asked for: archives are kept by year and month.</param>
    public static FileName Of(SocietyScope scope, ExportRequest request, DateTimeOffset at)
    {
        var file = request.Format == ExportFormat.Parquet ? request.Subject : $"{request.Subject}.{ExportFormats.Extension(request.Format)}";
        string[] folder = request switch
        {
            { Folder: { } own } => own.Split('/', StringSplitOptions.RemoveEmptyEntries),
            { Format: ExportFormat.Xlsx } when OwnForm.IsOwn(request.Format, request.Template) => ["excel", request.Template],
            { Format: ExportFormat.Xlsx } => ["excel"],
            { Format: ExportFormat.Json } => ["json"],
            { Format: ExportFormat.Parquet } => ["parquet"],
            { Format: ExportFormat.Csv } => ["csv", request.Template],
            { Format: ExportFormat.Archive } => ["archives", at.Year.ToString("0000", CultureInfo.InvariantCulture), at.Month.ToString("00", CultureInfo.InvariantCulture)],
            _ => ["billing", request.Template],
        };
        return FileName.OfSociety(scope, ["exports", .. folder, file]);
    }

    /// <summary>What object storage says about the file: whose it is and what is in it.</summary>
    public static FileLabels Labels(Job job, ExportRequest request)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["society"] = job.Society?.Text ?? "",
            ["export"] = job.Id.ToString(),
            [request.Session is null ? "days" : "session"] = request.Subject,
            ["format"] = ExportFormats.Word(request.Format),
        };
        if (request.Template.Length > 0) tags["template"] = request.Template;
        return new(ExportFormats.MediaType(request.Format), tags);
    }

    /// <summary>Reads the folder a caller wants: relative to the society's exports, or with their full name in front.</summary>
    /// <returns>False when it leads elsewhere, or holds what a name cannot.</returns>
    public static bool TryFolder(SocietyId society, string path, [NotNullWhen(true)] out string? folder)
    {
        folder = null;
        var own = $"societies/{society.Text}/exports";
        if (path == own || path.StartsWith($"{own}/", StringComparison.Ordinal)) path = path[own.Length..].TrimStart('/');
        else if (path.StartsWith("societies/", StringComparison.Ordinal)) return false;
        if (path.EndsWith('/')) path = path[..^1];
        if (path.Length > MaxFolder) return false;
        if (path.Length > 0 && path.Split('/').Any(static s => s.Length == 0 || s.All(static c => c == '.') || !s.All(IsPlain))) return false;
        folder = path;
        return true;
    }

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '=';
}
