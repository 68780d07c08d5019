namespace Sluice.Metering.Identity;

/// <summary>Who asks: made from a checked token, API key or gateway credential.</summary>
/// <param name="Subject">The identity provider's <c>sub</c>, or the id of the key or credential. Never empty.</param>
/// <param name="Role">The greatest role of its groups.</param>
/// <param name="Societies">The societies the role holds for. Ignored for <see cref="Role.SuperAdmin"/>, whose role holds for all.</param>
/// <param name="Name">For people: name or mail address, for the audit log; may be empty.</param>
public sealed record Caller(string Subject, Role Role, IReadOnlySet<SocietyId> Societies, string Name = "")
{
    /// <summary>Nobody.</summary>
    public static Caller Nobody { get; } = new("", Role.None, new HashSet<SocietyId>());

    /// <summary>True when the caller belongs to the society.</summary>
    public bool IsMember(SocietyId society) => Role == Role.SuperAdmin || (Role != Role.None && Societies.Contains(society));
}
