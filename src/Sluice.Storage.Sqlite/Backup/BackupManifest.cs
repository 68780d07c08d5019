using System.Text.Json.Serialization;

namespace Sluice.Storage.Sqlite.Backup;

/// <summary>What a backup holds: its last entry, <c>manifest.json</c>.</summary>
/// <param name="Format">Version of the layout: 2; 1 had no files handed up or exported.</param>
/// <param name="MadeAt">When the databases were as they are in it, UTC.</param>
/// <param name="Files">The databases, the sealed key files when they are included, and the files handed up and exported.</param>
public sealed record BackupManifest(int Format, DateTimeOffset MadeAt, IReadOnlyList<BackupFile> Files)
{
    /// <summary>The layout this program writes and reads.</summary>
    public const int CurrentFormat = 2;
}

/// <summary>A file of a backup.</summary>
/// <param name="Name">Its name; only files handed up and exported have a directory, <c>files/…</c>.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">SHA-256, lower-case hex.</param>
/// <param name="Schema">A database's <c>user_version</c>; null for other files.</param>
/// <param name="Rows">A database's rows by table; null for other files.</param>
public sealed record BackupFile(string Name, long Bytes, string Sha256, int? Schema, IReadOnlyDictionary<string, long>? Rows);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BackupManifest))]
[JsonSerializable(typeof(Dictionary<string, byte[]>))]
internal sealed partial class BackupJson : JsonSerializerContext;
