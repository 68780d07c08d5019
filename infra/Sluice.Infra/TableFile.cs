using System.Text.Json;

namespace Sluice.Infra;

/// <summary>A table as the store's own file describes it.</summary>
public sealed record TableFile(string Name, string Partition, string Sort, bool Small = false, bool Ttl = false, bool Stream = false, IReadOnlyList<IndexFile>? Indexes = null)
{
    /// <summary>Reads the file.</summary>
    public static IReadOnlyList<TableFile> Load()
    {
        using var stream = typeof(TableFile).Assembly.GetManifestResourceStream("tables.json")!;
        return JsonSerializer.Deserialize<TableFile[]>(stream, JsonSerializerOptions.Web)!;
    }
}

/// <summary>An index of it.</summary>
public sealed record IndexFile(string Name, string Partition, string Sort);
