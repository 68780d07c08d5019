using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Telegrams;
using Sluice.Metering.Validation;

namespace Sluice.Metering.Readings;

public sealed partial class InMemoryReadingStore
{
    /// <summary>Stores a reading, or notes a repeat.</summary>
    internal AppendOutcome Append(Reading reading, out Reading kept, out bool isNew)
    {
        isNew = false;
        lock (gate)
        {
            var at = Timestamps.Stored(reading.At);
            if (byIdentity.TryGetValue(reading.Identity, out var index))
            {
                kept = readings[index];
                if (!ReadingRules.SaysTheSame(kept, reading)) return AppendOutcome.Conflict;
                if (kept.TelegramId == reading.TelegramId) return AppendOutcome.Stored;
                kept = readings[index] = ReadingRules.Seen(kept, reading);
                Heard(Key(reading), at);
                return AppendOutcome.AlreadyStored;
            }
            index = readings.Count;
            readings.Add(kept = reading with { Sequence = index + 1, At = at });
            byIdentity.Add(reading.Identity, index);
            if (!byMeter.TryGetValue(Key(reading), out var own)) byMeter.Add(Key(reading), own = []);
            own.Add(index);
            if (reading.Source == ReadingSource.Telegram) Heard(Key(reading), at);
            else lastHeard.TryAdd(Key(reading), DateTimeOffset.UnixEpoch);
            isNew = true;
            return AppendOutcome.Stored;
        }
    }

    /// <summary>Counts a telegram of a gateway when it need not be kept.</summary>
    /// <returns>False when it has to be kept.</returns>
    internal bool TryOnlyCount(Reading reading, int slotMinutes)
    {
        lock (gate)
        {
            if (!byMeter.TryGetValue(Key(reading), out var own) || byIdentity.ContainsKey(reading.Identity)) return false;
            var latest = Latest(Key(reading)).Reading;
            if (latest.Source == ReadingSource.Manual) return false;
            var slot = KeepRule.SlotOf(reading.At, slotMinutes);
            var taken = own.Exists(i => KeepRule.SlotOf(readings[i].At, slotMinutes) == slot);
            if (KeepRule.KeepsReading(taken, reading.At >= latest.At && reading.Status != latest.Status)) return false;
            Heard(Key(reading), Timestamps.Stored(reading.At));
            return true;
        }
    }

    /// <summary>The accepted readings before and after a late one, in time; default for a repeat, which is not judged.</summary>
    internal Neighbours NeighboursOf(Reading late)
    {
        lock (gate)
        {
            if (byIdentity.ContainsKey(late.Identity) || !byMeter.TryGetValue(Key(late), out var own)) return default;
            var accepted = own.Select(i => readings[i]).Select(r => current.TryGetValue(r.Sequence, out var now) ? now.Of(r) : r)
                .Where(static r => r is { TotalM3: not null, Quality: not ReadingQuality.Poor }).ToList();
            return new(
                accepted.Where(r => r.At <= late.At).MaxBy(static r => (r.At, r.Sequence))?.TotalM3,
                accepted.Where(r => r.At > late.At).MinBy(static r => (r.At, r.Sequence))?.TotalM3);
        }
    }

    /// <summary>Notes what a gateway heard.</summary>
    internal void CountReception(TelegramArrival arrival, Reading reading)
    {
        if ((arrival.Receiver ?? arrival.Context.DeliveredBy) is not { } receiver) return;
        lock (gate)
        {
            if (!receptions.TryGetValue(Key(reading), out var own)) receptions.Add(Key(reading), own = []);
            var at = Timestamps.Stored(reading.At);
            var before = own.GetValueOrDefault(receiver) ?? new(receiver, 0, at, null);
            own[receiver] = new(receiver, before.Telegrams + 1, at > before.LastHeard ? at : before.LastHeard,
                before.BestRssiDbm is null || arrival.RssiDbm > before.BestRssiDbm ? arrival.RssiDbm : before.BestRssiDbm);
        }
    }

    private static (SocietyId, MeterId) Key(Reading reading) => (reading.Society, MeterId.Of(reading.Meter));

    private void Heard((SocietyId, MeterId) key, DateTimeOffset at)
    {
        if (byMeter.ContainsKey(key) && (!lastHeard.TryGetValue(key, out var before) || at > before)) lastHeard[key] = at;
    }
}
