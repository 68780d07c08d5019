using System.Text.Json;
using Sluice.Metering.Identity;
using Sluice.Metering.Imports;

namespace Sluice.Storage.Sqlite;

/// <summary>The mappings societies made for their own sheets.</summary>
public sealed class SqliteImportMappingStore : IImportMappingStore
{
    private readonly SqliteStore store;
    private readonly TimeProvider clock;

    internal SqliteImportMappingStore(SqliteStore store, TimeProvider clock)
    {
        this.store = store;
        this.clock = clock;
    }

    public ValueTask<IReadOnlyList<ImportMapping>> ListAsync(SocietyScope scope, CancellationToken ct) => new(store.Read<IReadOnlyList<ImportMapping>>(session =>
    {
        var list = new List<ImportMapping>();
        using var rows = session.Bind("Imports.List", ("$society", scope.Society.Text)).ExecuteReader();
        while (rows.Read()) list.Add(Read(rows.GetString(0)));
        return list;
    }));

    public ValueTask<ImportMapping?> FindAsync(SocietyScope scope, string name, CancellationToken ct) => new(store.Read(session =>
        session.Bind("Imports.Find", ("$society", scope.Society.Text), ("$name", name)).ExecuteScalar() is string body ? Read(body) : null));

    public ValueTask<bool> PutAsync(SocietyScope scope, ImportMapping mapping, CancellationToken ct) => store.WriteAsync(
        session =>
        {
            if (session.Number("Imports.CountOthers", ("$society", scope.Society.Text), ("$name", mapping.Name)) >= IImportMappingStore.MaxMappings) return false;
            session.Run("Imports.Put", ("$society", scope.Society.Text), ("$name", mapping.Name),
                ("$body", JsonSerializer.Serialize(mapping, ImportJson.Default.ImportMapping)), ("$changed_at", clock.GetUtcNow().ToUnixTimeMilliseconds()));
            return true;
        },
        1, ct);

    public ValueTask<bool> RemoveAsync(SocietyScope scope, string name, CancellationToken ct) =>
        store.WriteAsync(session => session.Run("Imports.Remove", ("$society", scope.Society.Text), ("$name", name)) > 0, 1, ct);

    private static ImportMapping Read(string body) => JsonSerializer.Deserialize(body, ImportJson.Default.ImportMapping)!;
}
