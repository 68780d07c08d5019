using System.Globalization;
using Sluice.Contracts.Notifications;
using Sluice.Metering.Identity;
using Sluice.Metering.Notifications;

namespace Sluice.Api.Notifications;

/// <summary>What people chose, as it crosses the wire.</summary>
internal static class NotificationWire
{
    private const string Clock = "HH:mm";

    public static NotificationSettingsDto ToDto(Role role, SocietyId? society, string timeZone, NotificationPreferences? preferences)
    {
        var chosen = preferences ?? new() { Subject = "", Society = society };
        return new()
        {
            Society = society?.Text,
            TimeZone = timeZone,
            Choices = [.. TypesFor(role, society).Select(t => ToDto(t, NotificationRules.ChoiceOf(t, role, preferences)))],
            QuietHours = chosen is { QuietFrom: { } from, QuietTo: { } to } ? new() { From = Text(from), To = Text(to) } : null,
            UrgentAtOnce = chosen.UrgentAtOnce,
            UrgentBreaksQuiet = chosen.UrgentBreaksQuiet,
            DigestAt = Text(chosen.DigestAt),
        };
    }

    /// <summary>Reads what somebody chose.</summary>
    /// <returns>The preferences, or what is wrong with them.</returns>
    public static (NotificationPreferences? Preferences, string Problem) Read(NotificationSettingsInput input, Role role, SocietyId? society)
    {
        var choices = new Dictionary<string, NotificationChoice>(StringComparer.Ordinal);
        foreach (var choice in input.Choices ?? [])
        {
            if (!TypesFor(role, society).Any(t => t.Name == choice.Type)) return (null, $"choices has a type that is none here; use one of {string.Join(", ", TypesFor(role, society).Select(static t => t.Name))}.");
            if (ReadTiming(choice.When) is not { } timing) return (null, $"choices of {choice.Type}: when is OFF, IMMEDIATE or DAILY.");
            var channels = choice.Channels ?? [NotificationCatalog.Mail];
            if (channels.Any(static c => !NotificationCatalog.Channels.Contains(c))) return (null, $"choices of {choice.Type}: channels are {string.Join(", ", NotificationCatalog.Channels)}.");
            if (!choices.TryAdd(choice.Type, new(timing, [.. channels.Distinct()]))) return (null, $"choices has {choice.Type} twice.");
        }
        TimeOnly from = default, to = default, digest = default;
        if (input.QuietHours is { } quiet && !(TryTime(quiet.From, out from) && TryTime(quiet.To, out to))) return (null, "quietHours has from and to, times such as 22:00 and 06:30.");
        if (input.DigestAt is { } at && !TryTime(at, out digest)) return (null, "digestAt is a time such as 07:30.");
        var preferences = new NotificationPreferences
        {
            Subject = "",
            Society = society,
            Choices = choices,
            QuietFrom = input.QuietHours is null ? null : from,
            QuietTo = input.QuietHours is null ? null : to,
            UrgentAtOnce = input.UrgentAtOnce ?? true,
            UrgentBreaksQuiet = input.UrgentBreaksQuiet ?? false,
        };
        return (input.DigestAt is null ? preferences : preferences with { DigestAt = digest }, "");
    }

    private static IEnumerable<NotificationType> TypesFor(Role role, SocietyId? society) => NotificationCatalog.All.Where(t => t.IsOfInstallation == society is null && t.IsFor(role));

    private static NotificationChoiceDto ToDto(NotificationType type, NotificationChoice choice) =>
        new() { Type = type.Name, Meaning = type.Meaning, When = choice.When.ToString().ToUpperInvariant(), Channels = choice.Channels };

    private static NotificationTiming? ReadTiming(string text) => text switch
    {
        "OFF" => NotificationTiming.Off,
        "IMMEDIATE" => NotificationTiming.Immediate,
        "DAILY" => NotificationTiming.Daily,
        _ => null,
    };

    private static string Text(TimeOnly time) => time.ToString(Clock, CultureInfo.InvariantCulture);

    private static bool TryTime(string? text, out TimeOnly time) => TimeOnly.TryParseExact(text, Clock, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
}
