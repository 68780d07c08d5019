using Sluice.Contracts;
using Sluice.Metering.Events;
using Sluice.Metering.Identity;

namespace Sluice.Api.Live;

/// <summary>Follows a society's events for a feed. Begins at whatever is asked first: what a snapshot names as the last event is where the messages go on.</summary>
internal sealed class EventTail(IEventLog log, SocietyScope scope)
{
    private const int Page = 100;
    private long through = -1;

    /// <summary>The last event now.</summary>
    public async ValueTask<long> LastAsync(CancellationToken ct)
    {
        var last = await log.LastAsync(scope, ct);
        Interlocked.CompareExchange(ref through, last, -1);
        return last;
    }

    /// <summary>The events since the last call as messages. For one caller at a time.</summary>
    public async ValueTask<IReadOnlyList<LiveMessage>> ReadAsync(Func<StoredEvent, bool> wanted, CancellationToken ct)
    {
        if (Interlocked.Read(ref through) < 0) await LastAsync(ct);
        var messages = new List<LiveMessage>();
        var after = Interlocked.Read(ref through);
        for (var more = true; more;)
        {
            var page = await log.ListAsync(scope, after, Page, ct);
            messages.AddRange(page.Items.Where(wanted).Select(static e => LiveMessage.Of("event", LiveWire.ToDto(e), WireJson.Default.EventDto)));
            (after, more) = (page.Through, page.More);
        }
        Interlocked.Exchange(ref through, after);   // only now: when the store fails between pages, all are read again
        return messages;
    }
}
