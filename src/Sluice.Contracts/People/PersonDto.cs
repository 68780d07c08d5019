namespace Sluice.Contracts.People;

/// <summary>Somebody who can log in.</summary>
public sealed record PersonDto
{
    /// <summary>Names them; never changes.</summary>
    public required string Subject { get; init; }

    /// <summary>Their mail address.</summary>
    public required string Mail { get; init; }

    /// <summary>What people call them; may be empty.</summary>
    public required string Name { get; init; }

    /// <summary><c>SuperAdmin</c>, <c>SocietyAdmin</c> or <c>Scanner</c>.</summary>
    public required string Role { get; init; }

    /// <summary><c>invited</c>, <c>active</c> or <c>disabled</c>.</summary>
    public required string Status { get; init; }

    /// <summary>True when they log in with a second factor.</summary>
    public required bool Mfa { get; init; }

    /// <summary>When they were invited.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When they logged in last; absent: never.</summary>
    public DateTimeOffset? LastLoginAt { get; init; }
}

/// <summary>People, a page of them or a society's all.</summary>
public sealed record PeopleDto
{
    /// <summary>By mail address.</summary>
    public required IReadOnlyList<PersonDto> Items { get; init; }

    /// <summary>The cursor of the next page; absent on the last.</summary>
    public string? Next { get; init; }
}

/// <summary>Invites somebody.</summary>
public sealed record NewPersonDto
{
    /// <summary>Their mail address.</summary>
    public string? Mail { get; init; }

    /// <summary>What people call them.</summary>
    public string? Name { get; init; }

    /// <summary><c>SocietyAdmin</c> or <c>Scanner</c>; for the installation also <c>SuperAdmin</c>.</summary>
    public string? Role { get; init; }
}

/// <summary>Changes somebody; what is absent stays.</summary>
public sealed record PersonChangeDto
{
    /// <summary>What people call them.</summary>
    public string? Name { get; init; }

    /// <summary><c>SuperAdmin</c>, <c>SocietyAdmin</c> or <c>Scanner</c>.</summary>
    public string? Role { get; init; }

    /// <summary>True: may not log in, and tokens given out are refused.</summary>
    public bool? Disabled { get; init; }
}

/// <summary>What became of an invitation.</summary>
public sealed record InvitationDto
{
    /// <summary>Who was invited.</summary>
    public required PersonDto Person { get; init; }

    /// <summary><c>invited</c>: they have a link to set a password; <c>added</c>: they could log in already.</summary>
    public required string Outcome { get; init; }

    /// <summary>True when they were written to.</summary>
    public required bool MailSent { get; init; }

    /// <summary>Only without mail set up: the link to hand on. It is shown once and good once.</summary>
    public string? Link { get; init; }
}

/// <summary>Who asks.</summary>
public sealed record MeDto
{
    /// <summary>Names them.</summary>
    public required string Subject { get; init; }

    /// <summary>Their name or mail address; may be empty.</summary>
    public required string Name { get; init; }

    /// <summary>What they are.</summary>
    public required string Role { get; init; }

    /// <summary>Ids of the societies it holds for; empty for <c>SuperAdmin</c>, whose role holds for all.</summary>
    public required IReadOnlyList<string> Societies { get; init; }

    /// <summary>True when they log in with a second factor.</summary>
    public bool Mfa { get; init; }
}

/// <summary>One's own log-ins.</summary>
public sealed record DevicesDto
{
    /// <summary>Newest first.</summary>
    public required IReadOnlyList<DeviceDto> Items { get; init; }
}

/// <summary>A log-in that is kept alive by a refresh token.</summary>
public sealed record DeviceDto
{
    /// <summary>Names it.</summary>
    public required string Id { get; init; }

    /// <summary>What it called itself when it logged in.</summary>
    public required string Name { get; init; }

    /// <summary>When it logged in.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it fetched a token last.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }
}
