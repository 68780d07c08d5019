using Sluice.Host.Identity.Pages;
using Sluice.Metering.Identity;

namespace Sluice.Host.Identity.Mail;

/// <summary>The mails we write.</summary>
internal static class Letters
{
    public static Letter Invitation(Person person, string by, string? society, Uri link, TimeSpan lifetime)
    {
        var where = society is null ? "Sluice" : $"{society} in Sluice";
        var days = (int)Math.Ceiling(lifetime.TotalDays);
        return Make(person, "You are invited to Sluice", $"{by} invites you to {where}, where water meters are read. Your role: {Name(person.Role)}.", "Choose a password", link,
            $"The link is good once, for {days} {(days == 1 ? "day" : "days")}. If you do not know what this is about, do nothing.");
    }

    public static Letter Reset(Person person, string by, Uri link, TimeSpan lifetime) => Make(
        person, "Your new link for Sluice", $"{by} made you a new link. It sets a new password and takes away the second factor.", "Choose a new password", link,
        $"The link is good once, for {(int)Math.Ceiling(lifetime.TotalHours)} hours. If you did not ask for it, tell your administrator.");

    public static Letter Forgotten(Person person, Uri link, TimeSpan lifetime) => Make(
        person, "A new password for Sluice", "Somebody asked for a new password for your account in Sluice. The second factor stays as it is.", "Choose a new password", link,
        $"The link is good once, for {(int)lifetime.TotalMinutes} minutes. If it was not you, do nothing: the password stays as it is.");

    public static Letter Added(Person person, string by, string society, Uri link) => Make(
        person, "You were added in Sluice", $"{by} added you to {society} in Sluice. Your role: {Name(person.Role)}.", "Open Sluice", link, "Log in as before.");

    private static Letter Make(Person person, string subject, string what, string button, Uri link, string end)
    {
        var hello = person.Name.Length > 0 ? $"Hello {person.Name}," : "Hello,";
        Html html = $"""
            <!doctype html>
            <html lang="en"><body style="font-family: sans-serif; line-height: 1.5">
            <p>{hello}</p>
            <p>{what}</p>
            <p><a href="{link.AbsoluteUri}" style="background: #0b6e8f; color: #ffffff; padding: 10px 18px; border-radius: 8px; text-decoration: none">{button}</a></p>
            <p>{link.AbsoluteUri}</p>
            <p>{end}</p>
            </body></html>
            """;
        return new(person.Mail, subject, $"{hello}\n\n{what}\n\n{button}:\n{link.AbsoluteUri}\n\n{end}\n", html.ToString());
    }

    private static string Name(Role role) => role switch
    {
        Role.SuperAdmin => "operator",
        Role.SocietyAdmin => "society administrator",
        Role.Scanner => "reading technician",
        _ => role.ToString(),
    };
}
