namespace Sluice.Contracts.Gateways;

/// <summary>A gateway and how it does.</summary>
public sealed record GatewayDto
{
    /// <summary>Names it; the user name over MQTT.</summary>
    public required string Id { get; init; }

    /// <summary>Its society.</summary>
    public required string SocietyId { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary><c>connected</c> over MQTT now; <c>heard</c> in the last quarter of an hour; <c>silent</c> for longer; <c>never</c> heard; <c>revoked</c> or expired.</summary>
    public required string State { get; init; }

    /// <summary>When it was heard last, also before this server's start; absent: never.</summary>
    public DateTimeOffset? LastHeard { get; init; }

    /// <summary>Telegrams of this clock hour and the one before.</summary>
    public long TelegramsLastHour { get; init; }

    /// <summary>Telegrams of the last 24 clock hours.</summary>
    public long TelegramsLastDay { get; init; }

    /// <summary>Meters heard in the last 24 clock hours.</summary>
    public int Meters { get; init; }

    /// <summary>Messages that held no telegram; they were acknowledged, so that they do not come again.</summary>
    public long Unreadable { get; init; }

    /// <summary>Messages and subscriptions it had no right to.</summary>
    public long Refused { get; init; }

    /// <summary>What was wrong last, and what to do; absent: nothing since <see cref="Since"/>.</summary>
    public string? LastProblem { get; init; }

    /// <summary>When that was.</summary>
    public DateTimeOffset? LastProblemAt { get; init; }

    /// <summary>Since when the figures count: the server's start.</summary>
    public required DateTimeOffset Since { get; init; }
}

/// <summary>Gateways, society by society.</summary>
public sealed record GatewaysPage
{
    /// <summary>The gateways of these societies.</summary>
    public required IReadOnlyList<GatewayDto> Gateways { get; init; }

    /// <summary>Goes on with the next societies; absent: there are no more.</summary>
    public string? Next { get; init; }
}
