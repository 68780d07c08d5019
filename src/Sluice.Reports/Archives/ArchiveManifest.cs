using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sluice.Reports.Archives;

/// <summary>What an archive holds, so that a reader can tell that all of it is there and unchanged.</summary>
public sealed record ArchiveManifest
{
    /// <summary>The manifest's name in the archive.</summary>
    public const string FileName = "manifest.json";

    /// <summary>The value of <see cref="Format"/>.</summary>
    public const string FormatName = "sluice-archive";

    /// <summary>The version this program writes, and the newest it reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Always <c>sluice-archive</c>.</summary>
    public required string Format { get; init; }

    /// <summary>The version of the archive's layout.</summary>
    public required int Version { get; init; }

    /// <summary>The society's id.</summary>
    public required string Society { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who asked for it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>The program that wrote it.</summary>
    public required string Program { get; init; }

    /// <summary>Every file but the manifest.</summary>
    public required IReadOnlyList<ArchiveFile> Files { get; init; }
}

/// <summary>A file of an archive.</summary>
/// <param name="Path">Its path, with forward slashes.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Rows">How many rows, telegrams or records; 1 for a document.</param>
/// <param name="Bytes">Its size before packing.</param>
/// <param name="Sha256">Its SHA-256, lower-case hexadecimal.</param>
public sealed record ArchiveFile(string Path, ArchiveKind Kind, long Rows, long Bytes, string Sha256);

/// <summary>What a file of an archive holds.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ArchiveKind>))]
public enum ArchiveKind
{
    /// <summary>Any document, for people.</summary>
    [JsonStringEnumMemberName("document")]
    Document = 0,

    /// <summary>Raw telegrams, one JSON object per line: what readings are rebuilt from.</summary>
    [JsonStringEnumMemberName("telegrams")]
    Telegrams,

    /// <summary>Readings as CSV.</summary>
    [JsonStringEnumMemberName("readings")]
    Readings,

    /// <summary>Meters as CSV.</summary>
    [JsonStringEnumMemberName("meters")]
    Meters,
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ArchiveManifest))]
internal sealed partial class ArchiveJson : JsonSerializerContext;
