namespace Sluice.Storage.Sqlite.People;

/// <summary>What a one-time link is good for.</summary>
public enum LinkPurpose
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Sets the first password: invitations and the first super admin.</summary>
    Invitation,

    /// <summary>Sets a new password and takes the second factor away, for who is locked out.</summary>
    Reset,

    /// <summary>Logs in without password: only in the demonstration.</summary>
    Login,

    /// <summary>Sets a new password and leaves the second factor as it is, for who forgot it.</summary>
    Password,
}

/// <summary>A link that is good once. Only a hash of its token is kept.</summary>
public sealed class OneTimeLinkRow
{
    /// <summary>SHA-256 of the token.</summary>
    public byte[] Hash { get; set; } = [];

    /// <summary>Whom it is for.</summary>
    public string PersonId { get; set; } = "";

    /// <summary>What it is good for.</summary>
    public LinkPurpose Purpose { get; set; }

    /// <summary>From when on it is refused.</summary>
    public DateTimeOffset ExpiresAt { get; set; }
}
