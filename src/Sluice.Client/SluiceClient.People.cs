using Sluice.Contracts;
using Sluice.Contracts.Audit;
using Sluice.Contracts.Gateways;
using Sluice.Contracts.Health;
using Sluice.Contracts.People;
using Sluice.Contracts.Validation;

namespace Sluice.Client;

/// <summary>What credentials are for.</summary>
public enum CredentialKind
{
    /// <summary>Another system.</summary>
    ApiKeys,

    /// <summary>A gateway.</summary>
    Gateways,
}

public sealed partial class SluiceClient
{
    /// <summary>Who asks.</summary>
    public Task<MeDto> GetMeAsync(CancellationToken ct) => GetAsync("/api/me", WireJson.Default.MeDto, ct);

    /// <summary>Who belongs to a society.</summary>
    public Task<PeopleDto> ListPeopleAsync(string society, CancellationToken ct) => GetAsync(Address.Path($"/api/societies/{society}/people"), WireJson.Default.PeopleDto, ct);

    /// <summary>Invites somebody into a society.</summary>
    public Task<InvitationDto> InviteAsync(string society, NewPersonDto person, CancellationToken ct) =>
        SendAsync(HttpMethod.Post, Address.Path($"/api/societies/{society}/people"), Json(person, WireJson.Default.NewPersonDto), WireJson.Default.InvitationDto, ct);

    /// <summary>Sends an invitation again; the older link is void.</summary>
    public Task<InvitationDto> InviteAgainAsync(string society, string subject, CancellationToken ct) =>
        SendAsync(HttpMethod.Post, Address.Path($"/api/societies/{society}/people/{subject}/invitation"), null, WireJson.Default.InvitationDto, ct);

    /// <summary>Takes somebody out of a society.</summary>
    public Task RemovePersonAsync(string society, string subject, CancellationToken ct) => SendAsync(HttpMethod.Delete, Address.Path($"/api/societies/{society}/people/{subject}"), null, ct);

    /// <summary>Everybody, for operators.</summary>
    public Task<PeopleDto> ListEverybodyAsync(CancellationToken ct, int? limit = null, string? next = null) =>
        GetAsync("/api/people".With(("limit", limit), ("next", next)), WireJson.Default.PeopleDto, ct);

    /// <summary>Invites somebody for the installation, for operators.</summary>
    public Task<InvitationDto> InviteForAllAsync(NewPersonDto person, CancellationToken ct) =>
        SendAsync(HttpMethod.Post, "/api/people", Json(person, WireJson.Default.NewPersonDto), WireJson.Default.InvitationDto, ct);

    /// <summary>Changes somebody's role, name or whether they may log in, for operators.</summary>
    public Task ChangePersonAsync(string subject, PersonChangeDto change, CancellationToken ct) =>
        SendAsync(HttpMethod.Patch, Address.Path($"/api/people/{subject}"), Json(change, WireJson.Default.PersonChangeDto), ct);

    /// <summary>A new link for who is locked out or lost the second factor, for operators.</summary>
    public Task<InvitationDto> NewLinkAsync(string subject, CancellationToken ct) =>
        SendAsync(HttpMethod.Post, Address.Path($"/api/people/{subject}/link"), null, WireJson.Default.InvitationDto, ct);

    /// <summary>A society's API keys or gateways.</summary>
    public Task<CredentialsDto> ListCredentialsAsync(string society, CredentialKind kind, CancellationToken ct) =>
        GetAsync(Address.Path($"/api/societies/{society}/{Word(kind)}"), WireJson.Default.CredentialsDto, ct);

    /// <summary>How gateways do, of the caller's societies one after another.</summary>
    public Task<GatewaysPage> ListGatewaysAsync(CancellationToken ct, string? next = null) => GetAsync("/api/gateways".With(("next", next)), WireJson.Default.GatewaysPage, ct);

    /// <summary>Makes one; the answer has the secret, once.</summary>
    public Task<CredentialDto> CreateCredentialAsync(string society, CredentialKind kind, NewCredentialDto wanted, CancellationToken ct) =>
        SendAsync(HttpMethod.Post, Address.Path($"/api/societies/{society}/{Word(kind)}"), Json(wanted, WireJson.Default.NewCredentialDto), WireJson.Default.CredentialDto, ct);

    /// <summary>Revokes one at once.</summary>
    public Task RevokeCredentialAsync(string society, CredentialKind kind, string id, CancellationToken ct) =>
        SendAsync(HttpMethod.Delete, Address.Path($"/api/societies/{society}/{Word(kind)}/{id}"), null, ct);

    /// <summary>A society's audit log, newest first; without a society the installation's.</summary>
    public Task<AuditPage> ListAuditAsync(string? society, CancellationToken ct, int? limit = null, string? next = null, string? actor = null, string? action = null) => GetAsync(
        (society is null ? "/api/audit" : Address.Path($"/api/societies/{society}/audit")).With(("limit", limit), ("next", next), ("actor", actor), ("action", action)), WireJson.Default.AuditPage, ct);

    /// <summary>The validation rules in force.</summary>
    public Task<RulesDto> GetRulesAsync(string society, CancellationToken ct) => GetAsync(Address.Path($"/api/societies/{society}/rules"), WireJson.Default.RulesDto, ct);

    /// <summary>Sets what is different from the documented rules.</summary>
    public Task<RulesDto> SetRulesAsync(string society, RuleChangesDto changes, CancellationToken ct) =>
        SendAsync(HttpMethod.Put, Address.Path($"/api/societies/{society}/rules"), Json(changes, WireJson.Default.RuleChangesDto), WireJson.Default.RulesDto, ct);

    /// <summary>What the server looks at by itself.</summary>
    public Task<HealthDto> GetHealthAsync(CancellationToken ct) => GetAsync("/health/ready", WireJson.Default.HealthDto, ct);

    private static string Word(CredentialKind kind) => kind == CredentialKind.ApiKeys ? "api-keys" : "gateways";
}
