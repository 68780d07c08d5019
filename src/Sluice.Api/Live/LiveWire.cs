using System.Text.Json;
using Sluice.Api.Sessions;
using Sluice.Contracts;
using Sluice.Contracts.Events;
using Sluice.Metering.Events;
using Sluice.Metering.Identity;
using Sluice.Metering.Sessions;
using Sluice.Metering.Telegrams;

namespace Sluice.Api.Live;

/// <summary>Events and signals as they cross the wire.</summary>
internal static class LiveWire
{
    public static EventDto ToDto(StoredEvent happened) => new()
    {
        Sequence = happened.Sequence,
        SocietyId = happened.Society?.Text,
        Type = happened.Type,
        SubjectId = happened.Subject,
        At = happened.At,
        Data = JsonElement.Parse(happened.Data),
    };

    public static LiveSessionDto ToDto(ScanSession session) => new()
    {
        SessionId = session.Id.ToString(),
        Name = session.Name,
        Status = SessionWords.Of(session.Status),
        Progress = SessionWire.ToDto(session.Progress),
    };

    /// <summary>The telegrams of a signal as a message; null when there are none.</summary>
    public static LiveMessage? Telegrams(LiveSignal signal) => signal.Telegrams.Count == 0 ? null : LiveMessage.Of("telegrams", new LiveTelegramsDto
    {
        Telegrams = [.. signal.Telegrams.Select(static t => new LiveTelegramDto
        {
            MeterId = t.Meter.ToString(),
            At = t.At,
            SessionId = t.Session?.ToString(),
            RssiDbm = t.RssiDbm,
            State = t.State.ToString(),
            Quality = t.Quality?.ToString().ToUpperInvariant(),
        })],
        More = signal.MoreTelegrams > 0 ? signal.MoreTelegrams : null,
    }, WireJson.Default.LiveTelegramsDto);
}

/// <summary>What live sources look at.</summary>
/// <param name="Hub">Says where to look.</param>
/// <param name="Events">The events.</param>
/// <param name="Sessions">The rounds.</param>
/// <param name="Jobs">The jobs.</param>
/// <param name="Clock">The clock.</param>
public sealed record LiveStores(LiveHub Hub, IEventLog Events, ISessionStore Sessions, Metering.Jobs.IJobStore Jobs, TimeProvider Clock);
