using System.Text.Json;
using Sluice.Api.GraphQL;
using Sluice.Api.GraphQL.Filters;
using Sluice.Contracts;
using Sluice.Metering;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Societies;

namespace Sluice.Api.Societies;

/// <summary>Societies in GraphQL.</summary>
internal static class SocietyFields
{
    private static readonly Dictionary<string, Func<Society, object?>> Filterable = new(StringComparer.Ordinal)
    {
        ["id"] = static s => s.Id.Text,
        ["name"] = static s => s.Name,
        ["address"] = static s => s.Address,
        ["timeZone"] = static s => s.TimeZone,
        ["version"] = static s => (decimal)s.Version,
        ["createdAt"] = static s => s.CreatedAt,
    };

    /// <summary>What societies can be filtered by.</summary>
    public static ModelFilter<Society> Filter { get; } = new(Filterable);

    public static void Bind(FieldBinder fields)
    {
        fields.Query("getSociety", Permission.SocietyRead, static async f =>
            f.Enter(f.Text("id")) is { } scope && await f.Service<ISocietyStore>().FindAsync(scope, f.Cancel) is { } society ? new Node<Society>(society, scope) : null);
        fields.Query("listSocieties", Permission.SocietyRead, static f => Pager.PageAsync(f, new Listing<Society>(
            (cursor, size) => f.Service<ISocietyStore>().ListAsync(f.Call.Caller, cursor, size, f.Cancel),
            society => f.Enter(society.Id) is { } scope ? new Node<Society>(society, scope) : null, ISocietyStore.MaxPage), Filter.Compile(f.Object("filter"))));
        fields.Load<Society>("Society", "structure", Permission.SocietyRead, static async (f, node) =>
            JsonSerializer.Serialize(await StructureApi.StructureAsync(node.Scope, f.Service<ISocietyStore>(), f.Service<IMeterStore>(), f.Cancel), WireJson.Default.StructureDto));
        fields.Show<Society>("Society",
            ("id", static s => s.Id.Text), ("name", static s => s.Name), ("address", static s => s.Address), ("timeZone", static s => s.TimeZone), ("location", static s => s.Location),
            ("version", static s => s.Version), ("createdAt", static s => s.CreatedAt), ("updatedAt", static _ => null));
        fields.ShowPlain<Location>("Location", ("lat", static l => l.Lat), ("lng", static l => l.Lng));
    }

    /// <summary>Loads the society of a scope, together with others of its level.</summary>
    public static object Load(FieldCall field, SocietyScope scope) => field.Call
        .Batch<SocietyId, Society>("society", scope, 1, async (s, _, ct) => await field.Service<ISocietyStore>().FindAsync(s, ct) is { } found
            ? new Dictionary<SocietyId, Society> { [s.Society] = found } : new Dictionary<SocietyId, Society>())
        .Load(scope.Society, society => society is null ? null : new Node<Society>(society, scope));
}
