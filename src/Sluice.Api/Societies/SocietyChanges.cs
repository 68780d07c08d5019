using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Api.GraphQL;
using Sluice.Contracts;
using Sluice.Metering.Identity;
using Sluice.Metering.Societies;

namespace Sluice.Api.Societies;

/// <summary>Societies changed by GraphQL.</summary>
internal static class SocietyChanges
{
    private static readonly (string, string)[] Fields = [("id", "id"), ("name", "name"), ("address", "address"), ("timeZone", "timeZone"), ("location", "location")];

    public static void Bind(FieldBinder fields)
    {
        fields.Mutation("createSociety", Permission.SocietyRead, static async f =>
        {
            var made = await f.Service<RestCall>().SendAsync(f.Call, "AddSociety", Changes.Nowhere, Changes.Body(f.Input, Fields), WireJson.Default.SocietyDto, ct: f.Cancel);
            return await ShowAsync(f, made.Id);
        });
        fields.Mutation("updateSociety", Permission.SocietyRead, static async f =>
        {
            var stored = await StoredAsync(f);
            Changes.ThrowUnless(f, SocietyFields.Filter, stored.Value);
            // REST replaces a society whole: what is not given stays as it was read, and nothing may have changed meanwhile.
            var whole = (JsonObject)JsonSerializer.SerializeToNode(SocietyWire.ToDto(stored.Value), WireJson.Default.SocietyDto)!;
            foreach (var (name, value) in Changes.Body(f.Input, Fields)) whole[name] = value?.DeepClone();
            await f.Service<RestCall>().SendAsync(f.Call, "ChangeSociety", Changes.At(("societyId", stored.Value.Id.Text)), whole, WireJson.Default.SocietyDto, f.Input.Value("version") as int? ?? (int)stored.Value.Version, f.Cancel);
            return await ShowAsync(f, stored.Value.Id.Text);
        });
        fields.Mutation("deleteSociety", Permission.SocietyRead, static async f =>
        {
            var stored = await StoredAsync(f);
            Changes.ThrowUnless(f, SocietyFields.Filter, stored.Value);
            await f.Service<RestCall>().SendAsync(f.Call, "RemoveSociety", Changes.At(("societyId", stored.Value.Id.Text)), null, f.Input.Value("version") as int?, f.Cancel);
            return stored;
        });
    }

    private static async ValueTask<Node<Society>> StoredAsync(FieldCall f) =>
        f.Enter(f.Input.Text("id")) is { } scope && await f.Service<ISocietyStore>().FindAsync(scope, f.Cancel) is { } society ? new(society, scope) : throw GraphQLProblem.NotYours();

    private static async ValueTask<object?> ShowAsync(FieldCall f, string id) =>
        f.Enter(id) is { } scope && await f.Service<ISocietyStore>().FindAsync(scope, f.Cancel) is { } society ? new Node<Society>(society, scope) : null;
}
