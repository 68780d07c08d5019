using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpenIddict.Abstractions;
using Sluice.Host.Identity.Issuer;
using Sluice.Host.Identity.Mail;
using Sluice.Metering.Identity;
using Sluice.Metering.Readings;
using Sluice.Storage.Sqlite.People;

namespace Sluice.Host.Identity.People;

/// <summary>The people of the built-in issuer, on ASP.NET Core Identity.</summary>
internal sealed partial class PeopleDirectory(
    IServiceScopeFactory scopes, PeopleStart start, PersonStates states, IMembershipStore memberships, IMailer mailer, OwnAddress address, PeopleOptions options, TimeProvider clock) : IPeople
{
    private const int InOneQuery = 500;

    public async ValueTask<Person?> FindAsync(string subject, CancellationToken ct)
    {
        await using var scope = await OpenAsync(ct);
        return await Users(scope).AsNoTracking().SingleOrDefaultAsync(p => p.Id == subject, ct) is { } row ? ToPerson(row) : null;
    }

    public async ValueTask<IReadOnlyList<Person>> ListAsync(SocietyScope scope, CancellationToken ct)
    {
        var subjects = await memberships.MembersAsync(scope, ct);
        await using var services = await OpenAsync(ct);
        var people = new List<Person>();
        foreach (var some in subjects.Chunk(InOneQuery))
            people.AddRange((await Users(services).AsNoTracking().Where(p => some.Contains(p.Id)).ToListAsync(ct)).Select(ToPerson));
        return [.. people.OrderBy(static p => p.Mail, StringComparer.OrdinalIgnoreCase)];
    }

    public async ValueTask<Page<Person>> ListAsync(InstallationScope scope, string? next, int limit, CancellationToken ct)
    {
        var after = next is null ? "" : FromCursor(next);
        await using var services = await OpenAsync(ct);
        var rows = await Users(services).AsNoTracking().Where(p => string.Compare(p.NormalizedEmail, after) > 0).OrderBy(static p => p.NormalizedEmail).Take(limit + 1).ToListAsync(ct);
        return new([.. rows.Take(limit).Select(ToPerson)], rows.Count > limit ? ToCursor(rows[limit - 1].NormalizedEmail!) : null);
    }

    public async ValueTask<PersonOutcome> ChangeAsync(InstallationScope scope, string subject, PersonChange change, CancellationToken ct)
    {
        await using var services = await OpenAsync(ct);
        var users = services.ServiceProvider.GetRequiredService<UserManager<PersonRow>>();
        if (await users.FindByIdAsync(subject) is not { } person) return PersonOutcome.NotFound;
        var ends = person.Role == Role.SuperAdmin && !person.IsDisabled && (change.IsDisabled == true || (change.Role is { } other && other != Role.SuperAdmin));
        if (ends && !await Users(services).AnyAsync(p => p.Role == Role.SuperAdmin && !p.IsDisabled && p.PasswordHash != null && p.Id != subject, ct)) return PersonOutcome.LastSuperAdmin;
        (person.Name, person.Role, person.IsDisabled) = (change.Name ?? person.Name, change.Role ?? person.Role, change.IsDisabled ?? person.IsDisabled);
        if (change.Role is not null || change.IsDisabled is not null) await users.UpdateSecurityStampAsync(person);
        else await users.UpdateAsync(person);
        states.Forget(subject);
        return PersonOutcome.Done;
    }

    public async ValueTask<IReadOnlyList<Device>> DevicesAsync(Caller caller, CancellationToken ct)
    {
        await using var services = await OpenAsync(ct);
        var logins = services.ServiceProvider.GetRequiredService<IOpenIddictAuthorizationManager>();
        var devices = new List<Device>();
        await foreach (var login in logins.FindAsync(caller.Subject, null, OpenIddictConstants.Statuses.Valid, null, null, ct))
        {
            var properties = await logins.GetPropertiesAsync(login, ct);
            devices.Add(new((await logins.GetIdAsync(login, ct))!,
                properties.TryGetValue(ConnectEndpoints.DeviceProperty, out var name) ? name.GetString() ?? "" : "",
                await logins.GetCreationDateAsync(login, ct),
                properties.TryGetValue(ConnectEndpoints.UsedProperty, out var used) && used.ValueKind == JsonValueKind.Number ? DateTimeOffset.FromUnixTimeMilliseconds(used.GetInt64()) : null));
        }
        return [.. devices.OrderByDescending(static d => d.CreatedAt)];
    }

    public async ValueTask<bool> RevokeDeviceAsync(Caller caller, string id, CancellationToken ct)
    {
        await using var services = await OpenAsync(ct);
        var logins = services.ServiceProvider.GetRequiredService<IOpenIddictAuthorizationManager>();
        if (await logins.FindByIdAsync(id, ct) is not { } login || await logins.GetSubjectAsync(login, ct) != caller.Subject) return false;
        await logins.TryRevokeAsync(login, ct);
        await services.ServiceProvider.GetRequiredService<IOpenIddictTokenManager>().RevokeByAuthorizationIdAsync(id, ct);
        states.RevokeDevice(id);
        return true;
    }

    private static DbSet<PersonRow> Users(AsyncServiceScope scope) => scope.ServiceProvider.GetRequiredService<PeopleContext>().Users;

    private static Person ToPerson(PersonRow row) => new(row.Id, row.Email!, row.Name, row.Role)
    {
        IsDisabled = row.IsDisabled,
        HasPassword = row.PasswordHash is not null,
        HasMfa = row.TwoFactorEnabled,
        CreatedAt = row.CreatedAt,
        LastLoginAt = row.LastLoginAt,
    };

    private static string ToCursor(string mail) => Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes("p:" + mail));

    private static string FromCursor(string cursor)
    {
        var text = System.Text.Encoding.UTF8.GetString(Convert.FromHexString(cursor));   // FormatException as promised
        return text.StartsWith("p:", StringComparison.Ordinal) ? text[2..] : throw new FormatException("No cursor of this list.");
    }

    private async ValueTask<AsyncServiceScope> OpenAsync(CancellationToken ct)
    {
        var scope = scopes.CreateAsyncScope();
        await start.EnsureAsync(scope.ServiceProvider, ct);
        return scope;
    }
}
