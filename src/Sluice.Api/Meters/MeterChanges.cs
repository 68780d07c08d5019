using Sluice.Api.GraphQL;
using Sluice.Contracts;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;

namespace Sluice.Api.Meters;

/// <summary>Meters changed by GraphQL.</summary>
internal static class MeterChanges
{
    private static readonly (string, string)[] Fields =
    [
        ("id", "meterId"), ("serialNumber", "serialNumber"), ("flatNumber", "flatNumber"), ("towerName", "towerName"), ("encryptionKey", "encryptionKey"), ("location", "location"), ("status", "status"),
        ("place", "place"), ("purpose", "purpose"), ("meterType", "meterType"), ("installationDate", "installationDate"),
    ];

    public static void Bind(FieldBinder fields)
    {
        fields.Mutation("createMeter", Permission.MeterRead, static async f =>
        {
            var made = await f.Service<RestCall>().SendAsync(f.Call, "AddMeter", Changes.At(("societyId", f.Input.Text("societyId")!)), Changes.Body(f.Input, Fields), WireJson.Default.MeterConfigurationDto, ct: f.Cancel);
            return await ShowAsync(f, made.MeterId);
        });
        fields.Mutation("updateMeter", Permission.MeterRead, static async f =>
        {
            var stored = await StoredAsync(f);
            Changes.ThrowUnless(f, MeterFields.Filter, stored.Value);
            if (f.Input.Text("societyId") is { } society && society != stored.Value.Society.Text) throw GraphQLProblem.BadArgument("InvalidField", "societyId: A meter does not change its society; delete it there and create it here.");
            // With a condition, nothing may have changed since it was checked.
            await f.Service<RestCall>().SendAsync(f.Call, "PatchMeter", Place(stored), Changes.Body(f.Input, Fields), WireJson.Default.MeterConfigurationDto, Version(f, stored), f.Cancel);
            return await ShowAsync(f, stored.Value.Id.ToString());
        });
        fields.Mutation("deleteMeter", Permission.MeterRead, static async f =>
        {
            var stored = await StoredAsync(f);
            Changes.ThrowUnless(f, MeterFields.Filter, stored.Value);
            await f.Service<RestCall>().SendAsync(f.Call, "RemoveMeter", Place(stored), null, Version(f, stored), f.Cancel);
            return stored;
        });
    }

    private static int? Version(FieldCall f, Node<Meter> stored) => f.Input.Value("version") as int? ?? (f.Object("condition") is null ? null : (int)stored.Value.Version);

    private static IReadOnlyDictionary<string, string> Place(Node<Meter> meter) => Changes.At(("societyId", meter.Value.Society.Text), ("meterId", meter.Value.Id.ToString()));

    private static async ValueTask<Node<Meter>> StoredAsync(FieldCall f) => await FindAsync(f, f.Input.Text("id")) ?? throw GraphQLProblem.NotYours();

    private static async ValueTask<object?> ShowAsync(FieldCall f, string id) => await FindAsync(f, id);

    private static async ValueTask<Node<Meter>?> FindAsync(FieldCall f, string? id) =>
        MeterId.TryParse(id, out var meterId) && f.Enter(f.Service<MeterDirectory>().SocietyOf(meterId)) is { } scope && await f.Service<IMeterStore>().FindAsync(scope, meterId, f.Cancel) is { } meter ? new(meter, scope) : null;
}
