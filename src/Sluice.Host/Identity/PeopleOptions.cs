namespace Sluice.Host.Identity;

/// <summary>How people log in.</summary>
public sealed record PeopleOptions
{
    /// <summary>The client of our own page and of command lines.</summary>
    public const string WebClient = "sluice-web";

    /// <summary>True: super and society admins must have a second factor.</summary>
    public bool RequireMfa { get; init; } = true;

    /// <summary>The address people open, for links in mails and for the log-in; null: whatever address of this machine they used.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Further addresses that may receive log-ins, beside the public one and those of this machine.</summary>
    public IReadOnlyList<Uri> RedirectUris { get; init; } = [];

    /// <summary>How long an access token is good. A disabled person's is refused at once all the same.</summary>
    public TimeSpan AccessTokenLifetime { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a refresh token that was not used is good.</summary>
    public TimeSpan RefreshTokenLifetime { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long a used refresh token may come again, for answers lost on the way. After it the log-in is revoked: somebody has a copy.</summary>
    public TimeSpan RefreshReuseLeeway { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an invitation is good.</summary>
    public TimeSpan InvitationLifetime { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long a link printed by the server or made for somebody locked out is good.</summary>
    public TimeSpan ResetLifetime { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Wrong passwords or codes after which a person has to wait.</summary>
    public int MaxFailures { get; init; } = 5;

    /// <summary>How long they have to wait.</summary>
    public TimeSpan LockoutTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Another issuer whose access tokens are taken too, as Cognito makes them; null: none.</summary>
    public ForeignIssuer? Foreign { get; init; }

    /// <summary>How mail is sent; null: links are shown to who invites.</summary>
    public SmtpOptions? Smtp { get; init; }
}

/// <summary>An issuer of access tokens as Cognito makes them.</summary>
/// <param name="Issuer">Its address, exactly as in the tokens.</param>
/// <param name="ClientIds">The clients whose tokens are taken.</param>
public sealed record ForeignIssuer(Uri Issuer, IReadOnlyList<string> ClientIds);

/// <summary>A mail server.</summary>
/// <param name="Host">Its name.</param>
/// <param name="Port">Its port.</param>
/// <param name="From">The sender's address.</param>
public sealed record SmtpOptions(string Host, int Port, string From)
{
    /// <summary>True: TLS, by STARTTLS or from the start. False only for a server on this machine.</summary>
    public bool UseTls { get; init; } = true;

    /// <summary>User name; null: no login.</summary>
    public string? User { get; init; }

    /// <summary>Password; null: none.</summary>
    public string? Password { get; init; }
}
