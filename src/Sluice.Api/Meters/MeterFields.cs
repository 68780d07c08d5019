using Sluice.Api.GraphQL;
using Sluice.Api.GraphQL.Filters;
using Sluice.Api.Readings;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Readings;
using Sluice.Metering.Societies;

namespace Sluice.Api.Meters;

/// <summary>Meters in GraphQL.</summary>
internal static class MeterFields
{
    private static readonly Dictionary<string, Func<Meter, object?>> Filterable = new(StringComparer.Ordinal)
    {
        ["id"] = static m => m.Id.ToString(),
        ["societyId"] = static m => m.Society.Text,
        ["serialNumber"] = static m => m.Id.SerialNumber,
        ["flatNumber"] = static m => m.Flat,
        ["towerName"] = static m => m.Tower,
        ["encryptionKey"] = static m => m.KeyFingerprint ?? "",
        ["status"] = static m => MeterWire.Name(m.Status),
        ["place"] = static m => m.Place,
        ["purpose"] = static m => MeterWire.Name(m.Purpose),
        ["meterType"] = static m => m.MeterType,
        ["installationDate"] = static m => m.InstallationDate?.ToString("yyyy-MM-dd", null),
        ["version"] = static m => (decimal)m.Version,
    };

    /// <summary>What meters can be filtered by.</summary>
    public static ModelFilter<Meter> Filter { get; } = new(Filterable);

    public static void Bind(FieldBinder fields)
    {
        fields.Query("getMeter", Permission.MeterRead, static async f =>
            MeterId.TryParse(f.Text("id"), out var id) && f.Enter(f.Service<MeterDirectory>().SocietyOf(id)) is { } scope && await f.Service<IMeterStore>().FindAsync(scope, id, f.Cancel) is { } meter
                ? new Node<Meter>(meter, scope) : null);
        fields.Query("metersBySociety", Permission.MeterRead, static async f => f.Enter(f.Text("societyId")) is { } scope ? await ListAsync(f, scope) : Connection.Empty);
        fields.Query("listMeters", Permission.MeterRead, static f => Pager.OverSocietiesAsync(f, scope => ListingOf(f, scope), Filter.Compile(f.Object("filter"))));
        fields.Load<Society>("Society", "meters", Permission.MeterRead, static (f, node) => ListAsync(f, node.Scope));
        fields.Load<Meter>("Meter", "flat", Permission.SocietyRead, static (f, node) => new(node.Value.Flat.Length == 0 ? null : FlatsOf(f, node.Scope).Load((node.Value.Tower, node.Value.Flat), static flat => flat)));
        fields.Load<Meter>("Meter", "society", Permission.SocietyRead, static (f, node) => new(Societies.SocietyFields.Load(f, node.Scope)));
        fields.Load<Meter>("Meter", "latestReading", Permission.ReadingRead, static (f, node) =>
            new(LatestOf(f, node.Scope).Load(node.Value.Id, latest => latest?.Reading is { TotalM3: not null } reading ? new Node<Reading>(reading, node.Scope) : null)));
        fields.Load<Meter>("Meter", "readings", Permission.ReadingRead, static (f, node) => ReadingFields.OfMeterAsync(f, node));
        fields.Show<Meter>("Meter", [.. Filterable.Where(static field => field.Key is not ("installationDate" or "version")).Select(static field => (field.Key, field.Value))]);
        fields.Show<Meter>("Meter",
            ("installationDate", static m => m.InstallationDate), ("location", static m => m.Location), ("version", static m => m.Version),
            ("createdAt", static _ => null), ("updatedAt", static _ => null));
        fields.ShowPlain<Flat>("Flat",
            ("towerName", static f => f.Tower), ("flatNumber", static f => f.Number), ("floor", static f => f.Floor),
            ("type", static f => f.Type.Length > 0 ? f.Type : null), ("location", static f => f.Coordinates));
    }

    /// <summary>Loads a meter by its id, together with others of its level.</summary>
    public static object Load(FieldCall field, SocietyScope scope, MeterId id) => field.Call
        .Batch<MeterId, Meter>("meters", scope, IMeterStore.MaxPage, (s, ids, ct) => field.Service<IMeterStore>().FindManyAsync(s, ids, ct))
        .Load(id, meter => meter is null ? null : new Node<Meter>(meter, scope));

    private static ValueTask<object?> ListAsync(FieldCall field, SocietyScope scope) => Pager.PageAsync(field, ListingOf(field, scope), Filter.Compile(field.Object("filter")));

    /// <summary>What the filter says plainly of tower, flat, status and purpose, the store looks for itself.</summary>
    private static Listing<Meter> ListingOf(FieldCall field, SocietyScope scope)
    {
        var filter = field.Object("filter");
        var known = new MeterFilter(
            Equal(filter, "towerName"), Equal(filter, "flatNumber"),
            Equal(filter, "status") is { } status && MeterWire.TryStatus(status, out var wanted) ? wanted : null,
            Equal(filter, "purpose") is { } purpose && MeterWire.TryPurpose(purpose, out var measured) ? measured : null);
        return new((cursor, size) => field.Service<IMeterStore>().ListAsync(scope, known, cursor, size, field.Cancel), meter => new Node<Meter>(meter, scope), IMeterStore.MaxPage);
    }

    private static string? Equal(IDictionary<string, object?>? filter, string name) =>
        filter is not null && filter.TryGetValue(name, out var conditions) && conditions is IDictionary<string, object?> all && all.TryGetValue("eq", out var value) ? value as string : null;

    private static Batch<(string Tower, string Number), Flat> FlatsOf(FieldCall field, SocietyScope scope) =>
        field.Call.Batch<(string, string), Flat>("flats", scope, ISocietyStore.MaxPage, (s, places, ct) => field.Service<ISocietyStore>().FindFlatsAsync(s, places, ct));

    private static Batch<MeterId, LatestReading> LatestOf(FieldCall field, SocietyScope scope) =>
        field.Call.Batch<MeterId, LatestReading>("latest", scope, IReadingStore.MaxPage, (s, ids, ct) => field.Service<IReadingStore>().FindLatestOfManyAsync(s, ids, ct));
}
