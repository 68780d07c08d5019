using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sluice.Host.Identity.Mail;
using Sluice.Metering.Audit;
using Sluice.Metering.Identity;
using Sluice.Metering.Storage;
using Sluice.Storage.Sqlite.People;

namespace Sluice.Host.Identity.People;

/// <summary>Mails a link to who forgot the password. Works behind the answer, so that nobody learns by its content or its time who has an account.</summary>
internal sealed class ForgottenPasswords(IServiceScopeFactory scopes, PeopleStart start, IMailer mailer, IAuditLog audit, TimeProvider clock, ILogger<ForgottenPasswords> log) : BackgroundService
{
    /// <summary>How long a link is good.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private const int MostWaiting = 200, MostAnHour = 3, MostRemembered = 10_000;

    private readonly Channel<Asked> waiting = Channel.CreateBounded<Asked>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly ConcurrentDictionary<string, (DateTimeOffset Since, int Count)> sent = new(StringComparer.Ordinal);

    /// <summary>False when mail is not set up.</summary>
    public bool IsSetUp => mailer.IsSetUp;

    /// <summary>Takes the wish of somebody who says to be this person. Beyond a bound wishes are lost.</summary>
    /// <param name="mail">The mail address.</param>
    /// <param name="own">The server's address, for the link.</param>
    /// <param name="from">Where it came from, for the audit log.</param>
    public void Ask(string mail, Uri own, string? from) => waiting.Writer.TryWrite(new(mail, own, from));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var asked in waiting.Reader.ReadAllAsync(stoppingToken))
                try
                {
                    await SendAsync(asked, stoppingToken);
                }
                catch (Exception e) when (e is StorageException or DbUpdateException)
                {
                    log.LogError("A link for a forgotten password could not be made: {Message}", e.Message);
                }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopped. Who still waits asks again.
        }
    }

    private async Task SendAsync(Asked asked, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        await start.EnsureAsync(scope.ServiceProvider, ct);
        var person = await scope.ServiceProvider.GetRequiredService<UserManager<PersonRow>>().FindByEmailAsync(asked.Mail);
        if (person is not { PasswordHash: not null, IsDisabled: false } || !MayHaveOne(person.Id)) return;
        var now = clock.GetUtcNow();
        // A link an administrator made does more, and stays.
        if (await scope.ServiceProvider.GetRequiredService<PeopleContext>().Links.AnyAsync(l => l.PersonId == person.Id && l.Purpose == LinkPurpose.Reset && l.ExpiresAt > now, ct)) return;
        var path = await scope.ServiceProvider.GetRequiredService<OneTimeLinks>().MakeAsync(person.Id, LinkPurpose.Password, Lifetime, ct);
        await audit.AppendAsync(new(now, person.Id, person.Email ?? "", "person.forgot", Society: null, person.Id, From: asked.From), CancellationToken.None);
        await mailer.TrySendAsync(Letters.Forgotten(new(person.Id, person.Email!, person.Name, person.Role), new(asked.Own, path), Lifetime), ct);
    }

    /// <summary>Nobody's mailbox is flooded.</summary>
    private bool MayHaveOne(string person)
    {
        if (sent.Count > MostRemembered) sent.Clear();
        var now = clock.GetUtcNow();
        return sent.AddOrUpdate(person, _ => (now, 1), (_, before) => now - before.Since >= TimeSpan.FromHours(1) ? (now, 1) : (before.Since, before.Count + 1)).Count <= MostAnHour;
    }

    private sealed record Asked(string Mail, Uri Own, string? From);
}
