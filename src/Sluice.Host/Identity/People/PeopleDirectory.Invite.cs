using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Host.Identity.Mail;
using Sluice.Metering.Identity;
using Sluice.Storage.Sqlite.People;

namespace Sluice.Host.Identity.People;

internal sealed partial class PeopleDirectory
{
    public async ValueTask<InviteResult> InviteAsync(SocietyScope scope, string mail, string name, Role role, CancellationToken ct)
    {
        if (!PeopleRules.MayGive(scope.Caller.Role, role)) return new(InviteOutcome.RoleDiffers);
        await using var services = await OpenAsync(ct);
        var (person, isNew) = await FindOrMakeAsync(services, mail, name, role);
        if (person.Role != role) return new(InviteOutcome.RoleDiffers);
        await memberships.AddAsync(scope, person.Id, ct);
        if (person.PasswordHash is not null)
        {
            var sent = await mailer.TrySendAsync(Letters.Added(ToPerson(person), By(scope.Caller), scope.Society.Text, address.Of("")), ct);
            return new(InviteOutcome.Added, ToPerson(person), sent);
        }
        if (!isNew && !mailer.IsSetUp && await BelongsElsewhereAsync(scope, person.Id, ct)) return new(InviteOutcome.Added, ToPerson(person));   // they have a link already, and it is not this society's to see
        return await SendAsync(services, person, scope.Caller, scope.Society.Text, ct);
    }

    public async ValueTask<InviteResult> InviteAsync(InstallationScope scope, string mail, string name, Role role, CancellationToken ct)
    {
        await using var services = await OpenAsync(ct);
        var (person, _) = await FindOrMakeAsync(services, mail, name, role);
        if (person.Role != role) return new(InviteOutcome.RoleDiffers);
        return person.PasswordHash is null ? await SendAsync(services, person, scope.Caller, society: null, ct) : new(InviteOutcome.Added, ToPerson(person));
    }

    public async ValueTask<InviteResult> ResendAsync(SocietyScope scope, string subject, CancellationToken ct)
    {
        await using var services = await OpenAsync(ct);
        if (!(await memberships.SocietiesOfAsync(subject, ct)).Contains(scope.Society)
            || await services.ServiceProvider.GetRequiredService<UserManager<PersonRow>>().FindByIdAsync(subject) is not { } person) return new(InviteOutcome.NotFound);
        if (person.PasswordHash is not null) return new(InviteOutcome.AlreadyAccepted);
        if (!mailer.IsSetUp && await BelongsElsewhereAsync(scope, subject, ct)) return new(InviteOutcome.BelongsToOthers);
        return await SendAsync(services, person, scope.Caller, scope.Society.Text, ct);
    }

    public async ValueTask<InviteResult> ResetAsync(InstallationScope scope, string subject, CancellationToken ct)
    {
        await using var services = await OpenAsync(ct);
        if (await services.ServiceProvider.GetRequiredService<UserManager<PersonRow>>().FindByIdAsync(subject) is not { } person) return new(InviteOutcome.NotFound);
        if (person.PasswordHash is null) return await SendAsync(services, person, scope.Caller, society: null, ct);
        var link = address.Of(await Links(services).MakeAsync(person.Id, LinkPurpose.Reset, options.ResetLifetime, ct));
        return await HandOverAsync(person, link, Letters.Reset(ToPerson(person), By(scope.Caller), link, options.ResetLifetime), ct);
    }

    public async ValueTask<bool> RemoveAsync(SocietyScope scope, string subject, CancellationToken ct)
    {
        if (!await memberships.RemoveAsync(scope, subject, ct)) return false;
        await using var services = await OpenAsync(ct);
        var users = services.ServiceProvider.GetRequiredService<UserManager<PersonRow>>();
        if ((await memberships.SocietiesOfAsync(subject, ct)).Count == 0 && await users.FindByIdAsync(subject) is { PasswordHash: null } person)
        {
            await users.DeleteAsync(person);   // its links go with it
            states.Forget(subject);
        }
        return true;
    }

    private static OneTimeLinks Links(AsyncServiceScope services) => services.ServiceProvider.GetRequiredService<OneTimeLinks>();

    private static string By(Caller caller) => caller.Name.Length > 0 ? caller.Name : "An administrator";

    private async ValueTask<bool> BelongsElsewhereAsync(SocietyScope scope, string subject, CancellationToken ct) =>
        (await memberships.SocietiesOfAsync(subject, ct)).Any(s => s != scope.Society);

    private async ValueTask<(PersonRow Person, bool IsNew)> FindOrMakeAsync(AsyncServiceScope services, string mail, string name, Role role)
    {
        var users = services.ServiceProvider.GetRequiredService<UserManager<PersonRow>>();
        if (await users.FindByEmailAsync(mail) is { } known) return (known, false);
        var person = new PersonRow { Email = mail, UserName = mail, Name = name, Role = role, CreatedAt = clock.GetUtcNow(), LockoutEnabled = true };
        var made = await users.CreateAsync(person);
        if (made.Succeeded) return (person, true);
        return await users.FindByEmailAsync(mail) is { } raced ? (raced, false) : throw new InvalidOperationException(string.Join(' ', made.Errors.Select(static e => e.Code)));
    }

    private async ValueTask<InviteResult> SendAsync(AsyncServiceScope services, PersonRow person, Caller by, string? society, CancellationToken ct)
    {
        var link = address.Of(await Links(services).MakeAsync(person.Id, LinkPurpose.Invitation, options.InvitationLifetime, ct));
        return await HandOverAsync(person, link, Letters.Invitation(ToPerson(person), By(by), society, link, options.InvitationLifetime), ct);
    }

    private async ValueTask<InviteResult> HandOverAsync(PersonRow person, Uri link, Letter letter, CancellationToken ct) =>
        new(InviteOutcome.Invited, ToPerson(person), await mailer.TrySendAsync(letter, ct), mailer.IsSetUp ? null : link);
}
