namespace Sluice.Host.Identity.Mail;

/// <summary>A mail, as text and as HTML.</summary>
internal sealed record Letter(string To, string Subject, string Text, string Html)
{
    /// <summary>The part of its message id before the @; null: a new one.</summary>
    public string? Id { get; init; }

    /// <summary>Where to send one empty POST to get no more of these (RFC 8058); null: it cannot be stopped.</summary>
    public Uri? Unsubscribe { get; init; }
}

/// <summary>Sends mail.</summary>
internal interface IMailer
{
    /// <summary>False when mail is not set up; then links are shown to who invites.</summary>
    bool IsSetUp { get; }

    /// <summary>Hands a mail to the mail server.</summary>
    /// <returns>False when the server could not be reached or did not take it; the log says why.</returns>
    ValueTask<bool> TrySendAsync(Letter letter, CancellationToken ct);
}
