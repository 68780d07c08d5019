using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Sluice.Host.Identity;
using Sluice.Host.Identity.Mail;
using Sluice.Host.Notifications;
using Sluice.Metering.Identity;
using Sluice.Metering.Notifications;
using Sluice.Metering.Readings;
using Sluice.Metering.Societies;
using Sluice.Storage.Contract;
using Sluice.Storage.Sqlite;

namespace Sluice.Api.Tests.Notifications;

/// <summary>The sender on a real store and a real mail server that comes and goes, with a clock of the test's own.</summary>
public sealed class NotificationSenderTests : IAsyncDisposable
{
    private static readonly SocietyId Society = Scopes.GreenPark.Society;

    private readonly string directory = Directory.CreateTempSubdirectory("sluice-news-").FullName;
    private readonly FakeTimeProvider clock = new(new(2026, 3, 1, 6, 0, 0, TimeSpan.Zero));
    private readonly OnePerson people = new();
    private SqliteStore store;
    private SmtpSink? sink = new();
    private readonly int port;

    public NotificationSenderTests()
    {
        port = sink.Port;
        store = Open();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (sink is not null) await sink.DisposeAsync();
        await store.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    private SqliteStore Open() => SqliteStore.Open(Path.Combine(directory, "sluice.db"), wrapper: null, clock);

    private async Task RunAsync(Func<Notifier, Task> action)
    {
        var mailer = new SmtpMailer(new("127.0.0.1", port, "sluice@example.org") { UseTls = false }, NullLogger<SmtpMailer>.Instance);
        using var host = new NoServer();
        var links = new NotificationLinks(new() { PublicUrl = new("https://meters.example.org/") }, host, new EphemeralDataProtectionProvider());
        INotificationChannel[] channels = [new MailChannel(mailer, links)];
        using var sender = new NotificationSender(store.Notifications, people, store.Memberships, store.Societies, channels, clock, NullLogger<NotificationSender>.Instance);
        var societies = new SocietyDirectory();
        societies.Set(new() { Id = Society, Name = "Green Park" });
        await sender.StartAsync(Cancel);
        await action(new(store.Notifications, people, societies, channels, sender, clock));
        await sender.StopAsync(CancellationToken.None);
    }

    private async Task SetUpAsync()
    {
        await store.Societies.CreateAsync(Scopes.Installation, new() { Id = Society, Name = "Green Park" }, Cancel);
        await store.Memberships.AddAsync(Scopes.GreenPark, OnePerson.Anna.Subject, Cancel);
    }

    private async Task WaitAsync(Func<bool> until)
    {
        for (var i = 0; i < 1_000 && !until(); i++) await Task.Delay(10, Cancel);
        Assert.True(until(), $"{sink?.Mails.Count} mails");
    }

    /// <summary>Lets the time pass in steps, for real work to happen between them.</summary>
    private async Task PassAsync(TimeSpan time, Func<bool>? until = null)
    {
        for (var passed = TimeSpan.Zero; passed < time && until?.Invoke() != true; passed += TimeSpan.FromMinutes(1))
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            await Task.Delay(4, Cancel);
        }
    }

    private static News Alert(int number, bool urgent = false) => new("alert.raised", new(2026, 3, 1, 6, number, 0, TimeSpan.Zero), $"Alert {number}", "Look.", [], IsUrgent: urgent);

    [Fact]
    public async Task A_mail_server_that_is_down_delays_and_a_restart_repeats_nothing()
    {
        await SetUpAsync();
        await sink!.DisposeAsync();
        sink = null;
        await RunAsync(async notifier =>
        {
            await notifier.TellAsync("e1", Society, new("session.completed", clock.GetUtcNow(), "Round done", "", []), Cancel);
            await WaitAsync(() => store.Notifications.ListDueAsync(Scopes.Installation, clock.GetUtcNow().AddDays(1), 10, Cancel).AsTask().GetAwaiter().GetResult() is [{ Attempts: > 0 }]);
        });
        await store.DisposeAsync();
        store = Open();
        sink = new(port);
        await RunAsync(async notifier =>
        {
            await notifier.TellAsync("e1", Society, new("session.completed", clock.GetUtcNow(), "Round done", "", []), Cancel);
            await PassAsync(TimeSpan.FromHours(2), () => !sink.Mails.IsEmpty);
            await WaitAsync(() => sink.Mails.Count == 1);
        });
        await store.DisposeAsync();
        store = Open();
        await RunAsync(async notifier =>
        {
            await notifier.TellAsync("e1", Society, new("session.completed", clock.GetUtcNow(), "Round done", "", []), Cancel);
            await notifier.TellAsync("e2", Society, new("session.completed", clock.GetUtcNow(), "Second round done", "", []), Cancel);
            await WaitAsync(() => sink.Mails.Count == 2);
        });
        Assert.Equal(["Round done · Green Park", "Second round done · Green Park"], sink.Mails.Select(static m => m.Subject));
    }

    [Fact]
    public async Task A_day_of_alerts_is_one_digest_and_an_urgent_one_comes_at_once()
    {
        await SetUpAsync();
        await RunAsync(async notifier =>
        {
            for (var i = 1; i <= 3; i++) await notifier.TellAsync($"e{i}", Society, Alert(i), Cancel);
            await notifier.TellAsync("e4", Society, Alert(4, urgent: true), Cancel);
            await WaitAsync(() => sink!.Mails.Count == 1);
            await PassAsync(TimeSpan.FromHours(20));   // 11:30 in Kolkata: the digest comes at 7:30 next morning
            await WaitAsync(() => sink!.Mails.Count == 2);
        });
        Assert.Equal("Alert 4 · Green Park", sink!.Mails.First().Subject);
        Assert.Contains("URGENT", sink.Mails.First().TextBody, StringComparison.Ordinal);
        var digest = sink.Mails.Last();
        Assert.Equal("3 news of Green Park", digest.Subject);
        Assert.Matches("(?s)Alert 1.*Alert 2.*Alert 3", digest.TextBody);
        Assert.Matches("(?s)Alert 1.*Alert 2.*Alert 3", digest.HtmlBody);
    }

    [Fact]
    public async Task At_night_nothing_comes_unless_it_is_urgent_and_the_person_chose_so()
    {
        await SetUpAsync();
        var caller = new Caller(OnePerson.Anna.Subject, Role.SocietyAdmin, new HashSet<SocietyId> { Society });
        await store.Notifications.PutPreferencesAsync(caller, new() { Subject = "", Society = Society, QuietFrom = new(11, 0), QuietTo = new(12, 0), UrgentBreaksQuiet = true }, Cancel);
        await RunAsync(async notifier =>
        {
            await notifier.TellAsync("e1", Society, new("gateway.silent", clock.GetUtcNow(), "A gateway is silent", "", []), Cancel);
            await notifier.TellAsync("e2", Society, Alert(2, urgent: true), Cancel);
            await WaitAsync(() => sink!.Mails.Count == 1);
            await PassAsync(TimeSpan.FromMinutes(29));
            Assert.Equal(["Alert 2 · Green Park"], sink!.Mails.Select(static m => m.Subject));
            await PassAsync(TimeSpan.FromMinutes(3));
            await WaitAsync(() => sink.Mails.Count == 2);
        });
    }

    [Fact]
    public async Task Who_left_the_society_meanwhile_is_not_told()
    {
        await SetUpAsync();
        await RunAsync(async notifier =>
        {
            await notifier.TellAsync("e1", Society, Alert(1), Cancel);
            await store.Memberships.RemoveAsync(Scopes.GreenPark, OnePerson.Anna.Subject, Cancel);
            await PassAsync(TimeSpan.FromHours(20));
            await WaitAsync(() => store.Notifications.NextDueAsync(Scopes.Installation, Cancel).AsTask().GetAwaiter().GetResult() is null);
        });
        Assert.Empty(sink!.Mails);
    }

    /// <summary>Anna, who belongs to every society asked for.</summary>
    private sealed class OnePerson : IPeople
    {
        public static Person Anna { get; } = new("anna", "anna@example.org", "Anna", Role.SocietyAdmin) { HasPassword = true };

        public ValueTask<Person?> FindAsync(string subject, CancellationToken ct) => new(subject == Anna.Subject ? Anna : null);

        public ValueTask<IReadOnlyList<Person>> ListAsync(SocietyScope scope, CancellationToken ct) => new([Anna]);

        public ValueTask<Page<Person>> ListAsync(InstallationScope scope, string? next, int limit, CancellationToken ct) => new(new Page<Person>([], null));

        public ValueTask<InviteResult> InviteAsync(SocietyScope scope, string mail, string name, Role role, CancellationToken ct) => throw new NotSupportedException();

        public ValueTask<InviteResult> InviteAsync(InstallationScope scope, string mail, string name, Role role, CancellationToken ct) => throw new NotSupportedException();

        public ValueTask<InviteResult> ResendAsync(SocietyScope scope, string subject, CancellationToken ct) => throw new NotSupportedException();

        public ValueTask<InviteResult> ResetAsync(InstallationScope scope, string subject, CancellationToken ct) => throw new NotSupportedException();

        public ValueTask<bool> RemoveAsync(SocietyScope scope, string subject, CancellationToken ct) => throw new NotSupportedException();

        public ValueTask<PersonOutcome> ChangeAsync(InstallationScope scope, string subject, PersonChange change, CancellationToken ct) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<Device>> DevicesAsync(Caller caller, CancellationToken ct) => throw new NotSupportedException();

        public ValueTask<bool> RevokeDeviceAsync(Caller caller, string id, CancellationToken ct) => throw new NotSupportedException();
    }

    /// <summary>Links have a public address; no server is asked for its own.</summary>
    private sealed class NoServer : IServer
    {
        public IFeatureCollection Features { get; } = new FeatureCollection();

        public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken) where TContext : notnull => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose()
        {
        }
    }
}
