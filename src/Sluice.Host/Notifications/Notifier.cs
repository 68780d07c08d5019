using Sluice.Metering.Identity;
using Sluice.Metering.Notifications;
using Sluice.Metering.Societies;

namespace Sluice.Host.Notifications;

/// <summary>Decides who is told of news, by which channel and when, and queues it.</summary>
internal sealed class Notifier(
    INotificationStore store, IPeople people, SocietyDirectory societies, IEnumerable<INotificationChannel> channels, NotificationSender sender, TimeProvider clock)
{
    private readonly InstallationScope installation = Authorizer.ForWorker(NotificationSender.Worker);
    private readonly HashSet<string> setUp = [.. channels.Where(static c => c.IsSetUp).Select(static c => c.Name)];

    /// <summary>Queues news for everybody who wants it. Safe to repeat: nobody is told of the same event twice by a channel.</summary>
    /// <param name="id">The event.</param>
    /// <param name="society">The society; null: the installation.</param>
    /// <param name="news">What happened.</param>
    /// <param name="asked">True: who it is for asked to be told of just this by mail, whatever they chose otherwise.</param>
    public async ValueTask TellAsync(string id, SocietyId? society, News news, CancellationToken ct, bool asked = false)
    {
        if (setUp.Count == 0 || NotificationCatalog.Find(news.Type) is not { } type) return;
        var chosen = (await store.ListPreferencesAsync(installation, society, ct)).ToDictionary(static p => p.Subject, StringComparer.Ordinal);
        var (now, zone) = (clock.GetUtcNow(), society is { } known ? societies.Find(known).TimeZone : TimeZoneInfo.Utc);
        var all = new List<Notification>();
        await foreach (var person in WhoAsync(society, chosen.Keys, ct))
        {
            if (person.IsDisabled || !person.HasPassword || !type.IsFor(person.Role) || (news.For is { } only && only != person.Subject)) continue;
            var preferences = chosen.GetValueOrDefault(person.Subject);
            var choice = asked ? new(NotificationTiming.Immediate, [NotificationCatalog.Mail]) : NotificationRules.ChoiceOf(type, person.Role, preferences);
            if (NotificationRules.DueAt(choice, preferences ?? new() { Subject = person.Subject, Society = society }, news.IsUrgent, now, zone) is not { } due) continue;
            all.AddRange(choice.Channels.Where(setUp.Contains).Select(channel => new Notification { Event = id, Society = society, Subject = person.Subject, Channel = channel, News = news, DueAt = due }));
        }
        if (all.Count == 0) return;
        await store.AddAsync(installation, all, now, ct);
        sender.Wake();
    }

    /// <summary>The society's people, and super admins who chose to be told of it; those who run the installation.</summary>
    private async IAsyncEnumerable<Person> WhoAsync(SocietyId? society, IEnumerable<string> chose, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        if (society is { } id)
        {
            var members = await people.ListAsync(Authorizer.ForWorker(id, NotificationSender.Worker), ct);
            foreach (var member in members) yield return member;
            foreach (var subject in chose.Except(members.Select(static m => m.Subject)))
                if (await people.FindAsync(subject, ct) is { Role: Role.SuperAdmin } person) yield return person;
            yield break;
        }
        string? next = null;
        do
        {
            var page = await people.ListAsync(installation, next, 200, ct);
            foreach (var person in page.Items.Where(static p => p.Role == Role.SuperAdmin)) yield return person;
            next = page.Next;
        }
        while (next is not null);
    }
}
