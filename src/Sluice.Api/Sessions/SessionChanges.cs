using System.Text.Json.Nodes;
using Sluice.Api.GraphQL;
using Sluice.Contracts;
using Sluice.Metering.Identity;
using Sluice.Metering.Sessions;

namespace Sluice.Api.Sessions;

/// <summary>Rounds changed by GraphQL.</summary>
internal static class SessionChanges
{
    public static void Bind(FieldBinder fields)
    {
        fields.Mutation("createScanSession", Permission.SessionSee, static async f =>
        {
            var body = Changes.Body(f.Input, ("id", "id"), ("mode", "mode"), ("name", "name"), ("towerName", "tower"), ("towerNames", "towers"), ("flatNumber", "flat"), ("targetMeters", "targetMeters"), ("startedAt", "startedAt"));
            var made = await f.Service<RestCall>().SendAsync(f.Call, "StartSession", Changes.At(("societyId", f.Input.Text("societyId")!)), body, WireJson.Default.SessionDto, ct: f.Cancel);
            return await SessionFields.FindAsync(f, made.Id);
        });
        fields.Mutation("updateScanSession", Permission.SessionSee, static async f =>
        {
            var stored = await StoredAsync(f);
            Changes.ThrowUnless(f, SessionFields.Filter, stored.Value);
            if (f.Input.Has("name")) await SendAsync(f, stored, "RenameSession", Changes.Body(f.Input, ("name", "name")));
            if (f.Input.Text("status") is { } status) await SendAsync(f, stored, OperationOf(status, stored.Value.Status), Changes.Body(f.Input, ("reason", "reason")));
            return await SessionFields.FindAsync(f, stored.Value.Id.ToString());
        });
        fields.Mutation("deleteScanSession", Permission.SessionSee, static async f =>
        {
            var stored = await StoredAsync(f);
            Changes.ThrowUnless(f, SessionFields.Filter, stored.Value);
            await SendAsync(f, stored, "FailSession", new() { ["reason"] = f.Input.Text("reason") ?? "Deleted" });
            return await SessionFields.FindAsync(f, stored.Value.Id.ToString());
        });
    }

    private static string OperationOf(string wanted, SessionStatus now) => wanted switch
    {
        "PAUSED" => "PauseSession",
        "COMPLETED" => "CompleteSession",
        "FAILED" => "FailSession",
        _ => now is SessionStatus.Completed or SessionStatus.Failed ? "ReopenSession" : "ResumeSession",
    };

    private static async Task SendAsync(FieldCall f, Node<ScanSession> round, string operation, JsonObject body) =>
        await f.Service<RestCall>().SendAsync(f.Call, operation, Changes.At(("sessionId", round.Value.Id.ToString())), body, null, f.Cancel);

    private static async ValueTask<Node<ScanSession>> StoredAsync(FieldCall f) => await SessionFields.FindAsync(f, f.Input.Text("id")) ?? throw GraphQLProblem.NotYours();
}
