using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Metering.Identity;
using Sluice.Storage.Sqlite.People;

namespace Sluice.Host.Identity.People;

/// <summary>The first super admin, and the way back in for who is locked out: whoever can write the data directory may have a link.</summary>
internal static class FirstAdmin
{
    /// <summary>The mail address that the first super admin logs in with until somebody else is made one.</summary>
    public const string Mail = "admin@sluice.local";

    /// <summary>Makes the person if needed, and a link.</summary>
    /// <param name="services">A scope's services.</param>
    /// <param name="mail">Whom it is for; null: the first super admin.</param>
    /// <param name="purpose">What the link is good for; for who has no password it is an invitation, whatever is said here.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The path and query to append to the server's address; null when there is no such person.</returns>
    public static async ValueTask<string?> LinkAsync(IServiceProvider services, string? mail, LinkPurpose purpose, CancellationToken ct)
    {
        await services.GetRequiredService<PeopleStart>().EnsureAsync(services, ct);
        var users = services.GetRequiredService<UserManager<PersonRow>>();
        var clock = services.GetRequiredService<TimeProvider>();
        var person = mail is not null
            ? await users.FindByEmailAsync(mail)
            : await users.FindByEmailAsync(Mail) ?? await users.Users.OrderBy(static p => p.CreatedAt).FirstOrDefaultAsync(static p => p.Role == Role.SuperAdmin && !p.IsDisabled, ct);
        if (person is null)
        {
            if (mail is not null) return null;
            person = new() { Email = Mail, UserName = Mail, Name = "Administrator", Role = Role.SuperAdmin, CreatedAt = clock.GetUtcNow(), LockoutEnabled = true };
            var made = await users.CreateAsync(person);
            if (!made.Succeeded) throw new InvalidOperationException(string.Join(' ', made.Errors.Select(static e => e.Code)));
        }
        if (purpose == LinkPurpose.Reset && person.PasswordHash is null) purpose = LinkPurpose.Invitation;
        return await services.GetRequiredService<OneTimeLinks>().MakeAsync(person.Id, purpose, services.GetRequiredService<PeopleOptions>().ResetLifetime, ct);
    }
}
