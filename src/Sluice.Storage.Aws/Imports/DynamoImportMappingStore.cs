using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using Sluice.Metering.Identity;
using Sluice.Metering.Imports;
using Sluice.Storage.Aws.Dynamo;

namespace Sluice.Storage.Aws.Imports;

/// <summary>Societies' own mappings in Tenancy: society / mapping#name, counted in an item beside them.</summary>
public sealed class DynamoImportMappingStore(TenancyTable table) : IImportMappingStore
{
    private const string Begin = "mapping#", Counter = "count#mapping";

    public async ValueTask<IReadOnlyList<ImportMapping>> ListAsync(SocietyScope scope, CancellationToken ct) => [.. (await table.QueryAsync(scope.Society.Text, Begin, ct)).Select(Read)];

    public async ValueTask<ImportMapping?> FindAsync(SocietyScope scope, string name, CancellationToken ct) =>
        await table.GetAsync(scope.Society.Text, Begin + name, ct) is { } row ? Read(row) : null;

    public async ValueTask<bool> PutAsync(SocietyScope scope, ImportMapping mapping, CancellationToken ct)
    {
        var (society, item) = (scope.Society.Text, Begin + mapping.Name);
        var attributes = new Dictionary<string, AttributeValue> { ["body"] = TenancyTable.Text(JsonSerializer.Serialize(mapping, ImportJson.Default.ImportMapping)) };
        while (true)
        {
            if (await table.PutAsync(society, item, attributes, "attribute_exists(body)", ct: ct)) return true;
            if (!await table.TakePlaceAsync(society, Counter, IImportMappingStore.MaxMappings, ct)) return false;
            if (await table.PutAsync(society, item, attributes, "attribute_not_exists(body)", ct: ct)) return true;
            await table.GivePlaceBackAsync(society, Counter, ct);   // somebody else was faster
        }
    }

    public async ValueTask<bool> RemoveAsync(SocietyScope scope, string name, CancellationToken ct)
    {
        if (!await table.RemoveAsync(scope.Society.Text, Begin + name, ct)) return false;
        await table.GivePlaceBackAsync(scope.Society.Text, Counter, ct);
        return true;
    }

    private static ImportMapping Read(Dictionary<string, AttributeValue> item) => JsonSerializer.Deserialize(item["body"].S, ImportJson.Default.ImportMapping)!;
}
