namespace Sluice.Metering.Identity;

/// <summary>What became of an invitation.</summary>
public enum InviteOutcome
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A new person was made and has a link to set a password.</summary>
    Invited,

    /// <summary>They could log in already; now they belong to the society too.</summary>
    Added,

    /// <summary>They have another role, and a role holds for all their societies: only the installation's people management changes it.</summary>
    RoleDiffers,

    /// <summary>There is no such person, or they are not of this society.</summary>
    NotFound,

    /// <summary>They belong to other societies, too, so this society alone cannot give out a link to their account.</summary>
    BelongsToOthers,

    /// <summary>They have set a password already.</summary>
    AlreadyAccepted,
}

/// <summary>What became of an invitation.</summary>
/// <param name="Outcome">What was done.</param>
/// <param name="Person">Who it is about; null when there is no such person.</param>
/// <param name="MailSent">True when the link went out by mail; false when mail is not set up or failed.</param>
/// <param name="Link">The link, to be handed on by the inviter; null when mail is set up, or there is none.</param>
public sealed record InviteResult(InviteOutcome Outcome, Person? Person = null, bool MailSent = false, Uri? Link = null);

/// <summary>What became of a change.</summary>
public enum PersonOutcome
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It is done.</summary>
    Done,

    /// <summary>There is no such person.</summary>
    NotFound,

    /// <summary>Nobody would be left to run the installation.</summary>
    LastSuperAdmin,
}

/// <summary>The people of the built-in issuer.</summary>
/// <remarks>Safe for use from many threads. Fails with <see cref="Storage.StorageException"/>.</remarks>
public interface IPeople
{
    /// <summary>Somebody by their subject, to tell them who they are.</summary>
    ValueTask<Person?> FindAsync(string subject, CancellationToken ct);

    /// <summary>A society's people, by mail address. Super admins belong to no society.</summary>
    ValueTask<IReadOnlyList<Person>> ListAsync(SocietyScope scope, CancellationToken ct);

    /// <summary>Everybody, by mail address.</summary>
    /// <exception cref="FormatException"><paramref name="next"/> is not a cursor of this list.</exception>
    ValueTask<Readings.Page<Person>> ListAsync(InstallationScope scope, string? next, int limit, CancellationToken ct);

    /// <summary>Makes somebody a person of the society; see <see cref="PeopleRules.MayGive"/> for who may give which role.</summary>
    ValueTask<InviteResult> InviteAsync(SocietyScope scope, string mail, string name, Role role, CancellationToken ct);

    /// <summary>Makes somebody a person of the installation.</summary>
    ValueTask<InviteResult> InviteAsync(InstallationScope scope, string mail, string name, Role role, CancellationToken ct);

    /// <summary>Makes a new link for somebody of the society who has not accepted yet; the older one is void.</summary>
    ValueTask<InviteResult> ResendAsync(SocietyScope scope, string subject, CancellationToken ct);

    /// <summary>Makes a new link for anybody: it sets a new password and takes the second factor away. The older one is void.</summary>
    ValueTask<InviteResult> ResetAsync(InstallationScope scope, string subject, CancellationToken ct);

    /// <summary>Takes somebody out of the society. Who has not accepted yet and belongs to nothing else is forgotten: the invitation is revoked.</summary>
    /// <returns>False when they did not belong to it.</returns>
    ValueTask<bool> RemoveAsync(SocietyScope scope, string subject, CancellationToken ct);

    /// <summary>Changes somebody. With another role, or disabled, their tokens are refused from now on.</summary>
    ValueTask<PersonOutcome> ChangeAsync(InstallationScope scope, string subject, PersonChange change, CancellationToken ct);

    /// <summary>One's own log-ins.</summary>
    ValueTask<IReadOnlyList<Device>> DevicesAsync(Caller caller, CancellationToken ct);

    /// <summary>Ends one of one's own log-ins: its tokens are refused from now on.</summary>
    /// <returns>False when there is no such log-in of the caller's.</returns>
    ValueTask<bool> RevokeDeviceAsync(Caller caller, string id, CancellationToken ct);
}
