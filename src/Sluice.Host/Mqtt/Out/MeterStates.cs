using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Readings;
using Sluice.Metering.Societies;
using Sluice.Metering.Telegrams;
using Sluice.WMBus;

namespace Sluice.Host.Mqtt.Out;

/// <summary>Collects what there is to publish: readings with their telegrams and meters, of the societies that let them out.</summary>
internal sealed class MeterStates(ISocietyStore societies, SocietyDirectory directory, IMeterStore meters, IReadingStore readings, ITelegramArchive telegrams, Intake intake)
{
    private const int PageSize = 200;

    /// <summary>What the society lets out.</summary>
    public MqttOut ModeOf(SocietyId society) => society.Text is Topics.Gateways or Topics.StatusWord ? MqttOut.Off : directory.Contains(society) ? directory.Find(society).Mqtt : MqttOut.Off;

    /// <summary>The societies there are.</summary>
    public async IAsyncEnumerable<SocietyId> SocietiesAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        string? next = null;
        do
        {
            var page = await societies.ListAsync(Authorizer.ForWorker("mqtt"), next, PageSize, ct);
            foreach (var society in page.Items) yield return society.Id;
            next = page.Next;
        }
        while (next is not null);
    }

    /// <summary>True when any society lets something out.</summary>
    public async ValueTask<bool> AnyAsync(CancellationToken ct)
    {
        await foreach (var society in SocietiesAsync(ct))
            if (ModeOf(society) != MqttOut.Off) return true;
        return false;
    }

    /// <summary>The newest readings of a society's meters that are in use.</summary>
    public async IAsyncEnumerable<IReadOnlyList<(Reading Reading, Meter Meter)>> LatestAsync(SocietyId society, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var scope = Authorizer.ForWorker(society, "mqtt");
        string? next = null;
        do
        {
            var page = await readings.ListLatestAsync(scope, next, PageSize, ct);
            var known = await meters.FindManyAsync(scope, [.. page.Items.Select(static l => MeterId.Of(l.Reading.Meter))], ct);
            yield return [.. page.Items.Select(l => (l.Reading, Meter: known.GetValueOrDefault(MeterId.Of(l.Reading.Meter)))).Where(static m => m.Meter is { Status: not MeterStatus.Inactive }).Select(static m => (m.Reading, m.Meter!))];
            next = page.Next;
        }
        while (next is not null);
    }

    /// <summary>New readings of whatever societies, those left out that let nothing out.</summary>
    public async ValueTask<IReadOnlyList<MeterState>> OfAsync(IReadOnlyList<Reading> some, CancellationToken ct)
    {
        var states = new List<MeterState>(some.Count);
        foreach (var group in some.GroupBy(static r => r.Society))
        {
            if (ModeOf(group.Key) is not (not MqttOut.Off and var mode)) continue;
            var known = await meters.FindManyAsync(Authorizer.ForWorker(group.Key, "mqtt"), [.. group.Select(static r => MeterId.Of(r.Meter)).Distinct()], ct);
            foreach (var reading in group)
                if (known.TryGetValue(MeterId.Of(reading.Meter), out var meter)) states.Add(await OfAsync(reading, meter, mode, ct));
        }
        states.Sort(static (a, b) => a.Reading.Sequence.CompareTo(b.Reading.Sequence));
        return states;
    }

    /// <summary>One reading with what its telegram says.</summary>
    public async ValueTask<MeterState> OfAsync(Reading reading, Meter meter, MqttOut mode, CancellationToken ct)
    {
        DecodedTelegram? telegram = null;
        if (reading.TelegramId != 0 && await telegrams.FindAsync(reading.TelegramId, ct) is { } archived && intake.DecodeAgain(archived) is { IsDecoded: true } decoded) telegram = decoded;
        return new(reading, telegram, meter, mode);
    }
}
