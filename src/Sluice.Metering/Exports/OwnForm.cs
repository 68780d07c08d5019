using Sluice.Metering.Files;
using Sluice.Metering.Identity;

namespace Sluice.Metering.Exports;

/// <summary>A form a society brought: a workbook to be filled, or the layout of a billing file. Kept as a file below <c>societies/{societyId}/configurations/</c>.</summary>
/// <param name="Folder">Where they are.</param>
/// <param name="Extension">The ending of their files.</param>
/// <param name="MediaType">Their media type.</param>
/// <param name="MaxBytes">The largest, bytes.</param>
public sealed record OwnForm(string Folder, string Extension, string MediaType, int MaxBytes)
{
    /// <summary>The most of a kind in one society.</summary>
    public const int Max = 50;

    /// <summary>The longest name.</summary>
    public const int MaxName = 40;

    /// <summary>Workbooks to be filled.</summary>
    public static OwnForm Workbook { get; } = new("excel-templates", "xlsx", ExportFormats.MediaType(ExportFormat.Xlsx), 20 << 20);

    /// <summary>Layouts of billing files.</summary>
    public static OwnForm Layout { get; } = new("billing-layouts", "json", "application/json", 64 << 10);

    /// <summary>The kind a format can be made by; null: by none.</summary>
    public static OwnForm? Of(ExportFormat format) => format switch
    {
        ExportFormat.Xlsx => Workbook,
        ExportFormat.Billing or ExportFormat.BillingXlsx => Layout,
        _ => null,
    };

    /// <summary>Whether an export is made by a form of the society's own.</summary>
    public static bool IsOwn(ExportFormat format, string template) => Of(format) is not null && !ExportFormats.Templates(format).Contains(template);

    /// <summary>True for a name: 1 to <see cref="MaxName"/> lower-case letters, digits and hyphens.</summary>
    public static bool IsName(string? name) => name is { Length: > 0 and <= MaxName } && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    /// <summary>The folder of a society's forms of this kind.</summary>
    public FileName FolderOf(SocietyScope scope) => FileName.OfSociety(scope, "configurations", Folder);

    /// <summary>The file of a form.</summary>
    /// <param name="scope">The society.</param>
    /// <param name="name">Its name; see <see cref="IsName"/>.</param>
    public FileName FileOf(SocietyScope scope, string name) => FileName.OfSociety(scope, "configurations", Folder, $"{name}.{Extension}");

    /// <summary>The form's name by its file.</summary>
    public string NameOf(StoredFile file) => file.Name.Text[(file.Name.Text.LastIndexOf('/') + 1)..^(Extension.Length + 1)];

    /// <summary>A form as bytes; null when there is none.</summary>
    public async ValueTask<byte[]?> ReadAsync(IFileStore files, SocietyScope scope, string name, CancellationToken ct)
    {
        if (!IsName(name)) return null;
        await using var content = await files.OpenAsync(FileOf(scope, name), ct);
        if (content is null) return null;
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, ct);
        return copy.ToArray();
    }
}
