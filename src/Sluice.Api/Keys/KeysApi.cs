using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Api.Access;
using Sluice.Api.Jobs;
using Sluice.Api.Problems;
using Sluice.Api.Societies;
using Sluice.Contracts;
using Sluice.Contracts.Keys;
using Sluice.Metering.Identity;
using Sluice.Metering.Jobs;
using Sluice.Metering.Keys;
using Sluice.Metering.Meters;

namespace Sluice.Api.Keys;

/// <summary>Meter keys in. There is no way out.</summary>
public static class KeysApi
{
    /// <summary>Adds <c>POST /api/societies/{societyId}/keys</c> and <c>POST /api/keys</c>.</summary>
    public static IEndpointRouteBuilder MapKeys(this IEndpointRouteBuilder app)
    {
        app.MapPost("/api/societies/{societyId}/keys", ImportKeys).WithName("ImportKeys").WithTags("Keys").Requires(Permission.KeyManage, audit: "key.import").InExistingSociety();
        app.MapPost("/api/keys", ImportAnyKeys).WithName("ImportAnyKeys").WithTags("Keys").RequiresInstallation(InstallationPermission.KeysManage, audit: "key.import");
        return app;
    }

    private static Task<IResult> ImportKeys(HttpContext http, Access.Access access, IKeyFileReader reader, KeyRegistry registry, string? force = null, string? background = null) =>
        ImportAsync(http, reader, access.Society, force, background, (keys, isForced) => registry.ImportAsync(access.Society, keys, isForced, http.RequestAborted));

    private static Task<IResult> ImportAnyKeys(HttpContext http, Access.Access access, IKeyFileReader reader, KeyRegistry registry, string? force = null, string? background = null) =>
        ImportAsync(http, reader, access.Installation, force, background, (keys, isForced) => registry.ImportAsync(access.Installation, keys, isForced, http.RequestAborted));

    private static async Task<IResult> ImportAsync(
        HttpContext http, IKeyFileReader reader, JobScope scope, string? force, string? background, Func<IReadOnlyList<WMBus.Security.MeterKey>, bool, ValueTask<KeyReport>> import)
    {
        if (force is not (null or "true" or "false")) return Problem.BadParameter("BadForce", "force is true or false: true keeps also keys that do not open the meter's telegrams.");
        if (background is not (null or "true" or "false")) return Problem.BadParameter("BadBackground", "background is true or false: true answers at once with a job that brings the keys in.");
        var (form, problem) = await KeyForm.ReadAsync(http);
        if (form is null) return problem!;
        using (form)
        {
            var file = reader.Read(form.File, form.FileName, form.Password);
            if (file.Fault is { } fault)
                return Problem.Of(fault.Code == "TooLarge" ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest, fault.Code, "The key file cannot be read.", fault.Message);
            if (file.Keys.Count > KeyRegistry.MaxKeys)
                return Problem.Of(StatusCodes.Status413PayloadTooLarge, "TooLarge", "The key file is too large.", $"A key file has at most {KeyRegistry.MaxKeys} keys here; send it in parts.");
            if (background == "true") return await StartAsync(http, scope, file, force == "true");
            var report = await import([.. file.Keys.Select(static k => k.Key)], force == "true");
            Note(http, report);
            return Results.Json(new KeyImportDto
            {
                Keys = [.. report.Keys.Select((k, i) => ToDto(k, file.Keys[i].Row))],
                Problems = [.. file.Problems.Select(static p => new KeyProblemDto { Row = p.Row, SerialNumber = p.Serial, Code = p.Code, Message = p.Message })],
                Healed = report.Healed,
                Healing = report.IsHealing,
            }, WireJson.Default.KeyImportDto);
        }
    }

    /// <summary>The keys go to the job in memory; nothing of them is stored before they are sealed.</summary>
    private static async Task<IResult> StartAsync(HttpContext http, JobScope scope, KeyFile file, bool force)
    {
        var (queue, clock) = (http.RequestServices.GetRequiredService<IJobQueue>(), http.RequestServices.GetRequiredService<TimeProvider>());
        var job = await queue.StartAsync(scope, JobId.New(clock), KeyImportJob.KindName, "{}", http.RequestAborted, new KeyImportInput(file, force));
        Audit.AuditNote.Of(http).Detail = $"{file.Keys.Count} keys in job {job.Id}";
        return JobWire.Accepted(http, job);
    }

    private static void Note(HttpContext http, KeyReport report)
    {
        var counts = report.Keys.CountBy(static k => k.Outcome).Select(static c => $"{c.Key.ToLowerInvariant()} {c.Value}");
        Audit.AuditNote.Of(http).Detail = $"{string.Join(", ", counts)}; healed {report.Healed}";
    }

    private static KeyResultDto ToDto(KeyResult key, int row) => new()
    {
        Row = row,
        SerialNumber = key.Serial.ToString("x8"),
        MeterId = key.Manufacturer is { } maker ? new MeterId(maker, key.Serial).ToString() : null,
        Fingerprint = key.Fingerprint,
        Outcome = key.Outcome,
        Proof = key.Proof.ToString().ToUpperInvariant(),
        Registered = key.IsRegistered,
        SocietyId = key.Society?.Text,
    };
}
