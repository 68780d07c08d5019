namespace Sluice.Metering.Identity;

/// <summary>Who may make whom what.</summary>
public static class PeopleRules
{
    /// <summary>The roles people can have; the others are for machines.</summary>
    public static IReadOnlyList<Role> OfPeople { get; } = [Role.SuperAdmin, Role.SocietyAdmin, Role.Scanner];

    /// <summary>True when somebody may give a role to a person of a society: nobody gives more than they have, and a super admin is made for the installation only.</summary>
    public static bool MayGive(Role giver, Role role) => giver switch
    {
        Role.SuperAdmin or Role.SocietyAdmin => role is Role.SocietyAdmin or Role.Scanner,
        _ => false,
    };

    /// <summary>True for what looks like a mail address; whether it is one, the mail will show.</summary>
    public static bool IsMail(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && at == text.LastIndexOf('@') && at < text.Length - 1 && text.Length <= Person.MaxMail && !text.Any(static c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '<' or '>' or ',' or ';' or '"');
    }
}
