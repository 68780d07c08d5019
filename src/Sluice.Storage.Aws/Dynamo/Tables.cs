using System.Text.Json;

namespace Sluice.Storage.Aws.Dynamo;

/// <summary>A table of the cloud store.</summary>
/// <param name="Name">Its name, as the owner wrote it down; a deployment puts a prefix before it.</param>
/// <param name="Partition">The partition key's attribute, a string that begins with the society's id.</param>
/// <param name="Sort">The sort key's attribute, a string.</param>
/// <param name="Small">True when point-in-time recovery is on: configuration, not readings.</param>
/// <param name="Ttl">True when items with <c>ttl</c> (Unix seconds) are forgotten.</param>
/// <param name="Stream">True when changes are followed.</param>
/// <param name="Indexes">Global secondary indexes; none on what is written with each reading.</param>
public sealed record Table(string Name, string Partition, string Sort, bool Small = false, bool Ttl = false, bool Stream = false, IReadOnlyList<TableIndex>? Indexes = null);

/// <summary>A global secondary index.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Partition">Its partition key's attribute.</param>
/// <param name="Sort">Its sort key's attribute.</param>
public sealed record TableIndex(string Name, string Partition, string Sort);

/// <summary>The tables: the one copy of the fact is <c>tables.json</c>, which the infrastructure reads too.</summary>
public static class Tables
{
    /// <summary>Attribute of the time at which an item may be forgotten, Unix seconds.</summary>
    public const string Ttl = "ttl";

    /// <summary>All tables.</summary>
    public static IReadOnlyList<Table> All { get; } = Load();

    /// <summary>A table by its name.</summary>
    public static Table Of(string name) => All.Single(t => t.Name == name);

    private static Table[] Load()
    {
        using var stream = typeof(Tables).Assembly.GetManifestResourceStream("Sluice.Storage.Aws.Dynamo.tables.json")!;
        return JsonSerializer.Deserialize<Table[]>(stream, JsonSerializerOptions.Web)!;
    }
}
