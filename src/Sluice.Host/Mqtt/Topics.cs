using Sluice.Metering.Identity;
using Sluice.Metering.Telegrams;

namespace Sluice.Host.Mqtt;

/// <summary>The topics and who may use them. Rights are by topic level: a wildcard never reaches what its holder may not see.</summary>
internal static class Topics
{
    /// <summary>Whether this server is there: <c>online</c> or <c>offline</c>, retained.</summary>
    public const string Status = "sluice/status";

    /// <summary>Words that stand where a society's id stands otherwise.</summary>
    public const string Gateways = "gateways", StatusWord = "status";

    /// <summary>What Home Assistant's discovery topics begin with.</summary>
    public const string Discovery = "homeassistant";

    private const string Root = "sluice", Telegrams = "telegrams";

    /// <summary>The longest topic anybody may use.</summary>
    public const int MaxLength = 200;

    /// <summary>Where a gateway sends its telegrams.</summary>
    public static string TelegramsOf(string gateway) => $"{Root}/{Gateways}/{gateway}/{Telegrams}";

    /// <summary>Where people see whether a gateway is there.</summary>
    public static string StatusOf(SocietyId society, string gateway) => $"{Root}/{society}/{Gateways}/{gateway}/{StatusWord}";

    /// <summary>What a topic is to a gateway that publishes there.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="gateway">The gateway's id; for another broker's messages the one that the topic names.</param>
    /// <param name="device">The receiver the topic names; null: none.</param>
    public static GatewayTopic Read(string topic, out string? gateway, out string? device)
    {
        (gateway, device) = (null, null);
        if (topic.Length > MaxLength) return GatewayTopic.None;
        var levels = topic.Split('/');
        if (levels is ["wmbus", { Length: > 0 and <= TelegramArrival.MaxReceiver } name, "telegram"])
        {
            device = name;
            return GatewayTopic.Telegrams;
        }
        if (levels is not [Root, Gateways, { Length: > 0 } id, var what, ..] || levels.Length > 5) return GatewayTopic.None;
        gateway = id;
        if (levels.Length == 5) device = levels[4] is { Length: > 0 and <= TelegramArrival.MaxReceiver } last ? last : null;
        return (what, levels.Length, device) switch
        {
            (Telegrams, 4, _) or (Telegrams, 5, not null) => GatewayTopic.Telegrams,
            (StatusWord, 4, _) => GatewayTopic.Status,
            _ => GatewayTopic.None,
        };
    }

    /// <summary>True for topics that this server publishes: readings and discovery.</summary>
    public static bool IsOurs(string topic) => topic.Split('/') is [Discovery, ..] or [Root, not Gateways, _];

    /// <summary>True when the caller may subscribe to the filter.</summary>
    public static bool MaySubscribe(Caller caller, string filter)
    {
        if (filter is Status) return caller.Role != Role.None;
        if (filter.Length > MaxLength || !Authorizer.Allows(caller.Role, Permission.ReadingRead)) return false;
        var levels = filter.Split('/');
        if (levels is [Discovery, ..]) return true;   // each message is checked on its way out
        return levels is [Root, var society, ..] && levels.Length > 2 && IsTheirs(caller, society);
    }

    /// <summary>True when the caller may see a message with the topic: asked for every message on its way out, whatever was subscribed to.</summary>
    public static bool MaySee(Caller caller, string topic)
    {
        if (topic is Status) return true;
        if (!Authorizer.Allows(caller.Role, Permission.ReadingRead)) return false;
        var levels = topic.Split('/');
        return levels switch
        {
            [Root, var society, ..] => IsTheirs(caller, society),
            [Discovery, _, Root, var name, ..] when name.IndexOf('_', StringComparison.Ordinal) is > 0 and var end => IsTheirs(caller, name[..end]),
            _ => false,
        };
    }

    private static bool IsTheirs(Caller caller, string level) => level is not (Gateways or StatusWord) && SocietyId.TryParse(level, out var society) && caller.IsMember(society);
}

/// <summary>What a gateway publishes.</summary>
internal enum GatewayTopic
{
    /// <summary>Nothing it may.</summary>
    None = 0,

    /// <summary>Telegrams.</summary>
    Telegrams,

    /// <summary>Whether it is there.</summary>
    Status,
}
