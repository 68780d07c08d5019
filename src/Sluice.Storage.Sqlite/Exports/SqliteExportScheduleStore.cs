using System.Text.Json;
using Sluice.Metering.Exports;
using Sluice.Metering.Identity;

namespace Sluice.Storage.Sqlite;

/// <summary>The scheduled exports of societies.</summary>
public sealed class SqliteExportScheduleStore : IExportScheduleStore
{
    private readonly SqliteStore store;

    internal SqliteExportScheduleStore(SqliteStore store) => this.store = store;

    public ValueTask<IReadOnlyList<ExportSchedule>> ListAsync(SocietyScope scope, CancellationToken ct) => new(store.Read<IReadOnlyList<ExportSchedule>>(session =>
    {
        var list = new List<ExportSchedule>();
        using var rows = session.Bind("Exports.List", ("$society", scope.Society.Text)).ExecuteReader();
        while (rows.Read())
            list.Add(JsonSerializer.Deserialize(rows.GetString(0), ExportJson.Default.ExportSchedule)! with
            {
                LastDue = rows.IsDBNull(1) ? null : DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(1)),
                LastExport = rows.IsDBNull(2) ? null : Guid.Parse(rows.GetString(2)),
            });
        return list;
    }));

    public ValueTask<bool> PutAsync(SocietyScope scope, ExportSchedule schedule, CancellationToken ct) => store.WriteAsync(
        session =>
        {
            if (session.Number("Exports.CountOthers", ("$society", scope.Society.Text), ("$id", IdOf(schedule.Id))) >= ExportSchedule.Max) return false;
            session.Run("Exports.Put", ("$id", IdOf(schedule.Id)), ("$society", scope.Society.Text), ("$body", JsonSerializer.Serialize(schedule, ExportJson.Default.ExportSchedule)));
            return true;
        },
        1, ct);

    public async ValueTask NoteAsync(SocietyScope scope, Guid id, DateTimeOffset due, Guid export, CancellationToken ct) => await store.WriteAsync(
        session => session.Run("Exports.Note", ("$id", IdOf(id)), ("$society", scope.Society.Text), ("$due", due.ToUnixTimeMilliseconds()), ("$export", IdOf(export))), 1, ct);

    public ValueTask<bool> RemoveAsync(SocietyScope scope, Guid id, CancellationToken ct) =>
        store.WriteAsync(session => session.Run("Exports.Remove", ("$id", IdOf(id)), ("$society", scope.Society.Text)) > 0, 1, ct);

    public ValueTask<IReadOnlyList<SocietyId>> SocietiesAsync(InstallationScope worker, CancellationToken ct) => new(store.Read<IReadOnlyList<SocietyId>>(static session =>
    {
        var list = new List<SocietyId>();
        using var rows = session.Bind("Exports.Societies").ExecuteReader();
        while (rows.Read()) list.Add(SocietyId.Parse(rows.GetString(0)));
        return list;
    }));

    private static string IdOf(Guid id) => id.ToString("D");
}
