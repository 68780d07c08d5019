using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Sluice.Api.GraphQL;
using Sluice.Contracts;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Readings;

namespace Sluice.Api.Readings;

/// <summary>Readings made and judged by GraphQL. None is ever changed: a correction is a version.</summary>
internal static class ReadingChanges
{
    public static void Bind(FieldBinder fields)
    {
        fields.Mutation("createReading", Permission.TelegramDeliver, static async f => (f.Input.Text("rawTelegram"), f.Input.Value("consumption")) switch
        {
            ({ } telegram, null) => await DecryptAsync(f, telegram),
            (null, { }) => await EnterAsync(f),
            _ => throw GraphQLProblem.BadArgument("BadReading", "A reading is made of rawTelegram, or of what the dial shows: meterId and consumption. Give one of them."),
        });
        fields.Mutation("updateReading", Permission.ReadingRead, static async f =>
        {
            var kind = f.Input.Text("kind");
            var corrects = f.Input.Value("consumption") is not null;
            if (corrects ? kind is not (null or "CORRECTED" or "ESTIMATED" or "SUBSTITUTED") : kind is not (null or "ACCEPTED"))
                throw GraphQLProblem.BadArgument("BadKind", "With consumption, kind is CORRECTED, ESTIMATED or SUBSTITUTED; without, the reading is ACCEPTED.");
            var body = corrects ? Changes.Body(f.Input, ("why", "why"), ("kind", "kind"), ("consumption", "total_m3"), ("target", "target_m3")) : Changes.Body(f.Input, ("why", "why"));
            return await DecideAsync(f, corrects ? "CorrectReading" : "AcceptReading", body);
        });
        fields.Mutation("deleteReading", Permission.ReadingRead, static f => DecideAsync(f, "WithdrawReading", new() { ["why"] = f.Input.Text("why") ?? "Deleted" }));
    }

    private static async ValueTask<object?> DecryptAsync(FieldCall f, string telegram)
    {
        var body = Changes.Body(f.Input, ("rawTelegram", "telegram"), ("meterId", "meterId"), ("sessionId", "sessionId"));
        var decrypted = await f.Service<RestCall>().SendAsync(f.Call, "DecryptTelegram", Changes.Nowhere, body, WireJson.Default.DecryptedDto, ct: f.Cancel);
        if (!decrypted.Success) throw GraphQLProblem.Of(StatusCodes.Status422UnprocessableEntity, decrypted.Code ?? "Unexpected", decrypted.Detail ?? "The telegram gave no reading; it is kept.");
        return decrypted.ReadingId is { } id ? await ShowAsync(f, id) : null;   // a gateway sees nothing; telegrams beyond those kept are only counted
    }

    private static async ValueTask<object?> EnterAsync(FieldCall f)
    {
        if (!MeterId.TryParse(f.Input.Text("meterId"), out var meter) || f.Service<MeterDirectory>().SocietyOf(meter) is not { } society) throw GraphQLProblem.NotYours();
        var body = Changes.Body(f.Input, ("id", "id"), ("consumption", "consumption"), ("timestamp", "timestamp"), ("sessionId", "sessionId"), ("note", "note"));
        body["timestamp"] ??= f.Service<TimeProvider>().GetUtcNow();
        var entered = await f.Service<RestCall>().SendAsync(f.Call, "EnterReading", Changes.At(("societyId", society.Text), ("meterId", meter.ToString())), body, WireJson.Default.EnteredReadingDto, ct: f.Cancel);
        return await ShowAsync(f, entered.Reading.ReadingId);
    }

    private static async ValueTask<object?> DecideAsync(FieldCall f, string operation, JsonObject body)
    {
        var id = f.Input.Text("id")!;
        if (f.Object("condition") is not null)
            Changes.ThrowUnless(f, ReadingFields.Filter, (await FindAsync(f, id) ?? throw GraphQLProblem.NotYours()).Value);
        var before = await FindAsync(f, id);
        await f.Service<RestCall>().SendAsync(f.Call, operation, Changes.At(("readingId", id)), body, null, f.Cancel);
        return await FindAsync(f, id) is { Value.TotalM3: not null } after ? after : before;   // a withdrawn one is shown as it was
    }

    private static async ValueTask<object?> ShowAsync(FieldCall f, string id) => await FindAsync(f, id) is { Value.TotalM3: not null } node ? node : null;

    /// <summary>Whoever may hand readings over sees those they made.</summary>
    private static async ValueTask<Node<Reading>?> FindAsync(FieldCall f, string id) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) && f.Enter(await f.Service<IReadingStore>().FindSocietyAsync(sequence, f.Cancel)) is { } scope
        && await f.Service<IReadingStore>().FindAsync(scope, sequence, f.Cancel) is { } reading ? new(reading, scope) : null;
}
