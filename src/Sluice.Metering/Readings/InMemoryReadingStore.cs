using Sluice.WMBus.Frames;

namespace Sluice.Metering.Readings;

/// <summary>Readings in memory, for tests and the phone: keeps every promise of <see cref="IReadingStore"/> but surviving the process.</summary>
public sealed class InMemoryReadingStore : IReadingStore
{
    private readonly Lock gate = new();
    private readonly List<Reading> readings = [];
    private readonly Dictionary<ulong, int> byIdentity = [];
    private readonly Dictionary<MeterAddress, List<int>> byMeter = [];
    private readonly Dictionary<MeterAddress, (int Index, DateTimeOffset LastHeard)> latest = [];

    public ValueTask<IReadOnlyList<AppendOutcome>> AppendAsync(IReadOnlyList<Reading> batch, CancellationToken ct)
    {
        foreach (var reading in batch) ReadingRules.ThrowIfUnfit(reading);
        lock (gate) return new([.. batch.Select(r => Keep(r, out _))]);
    }

    public ValueTask<Page<Reading>> ListAsync(string? next, int limit, CancellationToken ct)
    {
        var before = ReadingRules.Before(next, limit);
        lock (gate)
        {
            var last = (int)Math.Min(before - 1, readings.Count);
            Reading[] page = [.. Enumerable.Range(0, Math.Min(limit, last)).Select(i => readings[last - 1 - i])];
            return new(new Page<Reading>(page, page.Length == limit && last > limit ? ReadingRules.Cursor(page[^1].Sequence) : null));
        }
    }

    public ValueTask<Page<Reading>> ListByMeterAsync(MeterAddress meter, string? next, int limit, CancellationToken ct)
    {
        var before = ReadingRules.Before(next, limit);
        lock (gate)
        {
            var all = byMeter.GetValueOrDefault(meter) ?? [];
            Reading[] page = [.. Enumerable.Reverse(all).Select(i => readings[i]).Where(r => r.Sequence < before).Take(limit + 1)];
            return new(page.Length > limit ? new Page<Reading>(page[..limit], ReadingRules.Cursor(page[limit - 1].Sequence)) : new(page, null));
        }
    }

    public ValueTask<Page<LatestReading>> ListLatestAsync(string? next, int limit, CancellationToken ct)
    {
        var after = ReadingRules.AfterMeter(next, limit);
        lock (gate)
        {
            LatestReading[] page =
            [
                .. latest.OrderBy(static l => l.Key.SortKey()).Where(l => after is null || l.Key.SortKey() > after)
                    .Take(limit + 1).Select(l => new LatestReading(readings[l.Value.Index], l.Value.LastHeard, byMeter[l.Key].Count)),
            ];
            return new(page.Length > limit
                ? new Page<LatestReading>(page[..limit], ReadingRules.Cursor(page[limit - 1].Reading.Meter))
                : new(page, null));
        }
    }

    public ValueTask<IReadOnlyList<MeterAddress>> FindMetersAsync(uint serial, CancellationToken ct)
    {
        lock (gate) return new([.. byMeter.Keys.Where(m => m.Serial == serial).OrderBy(static m => m.SortKey())]);
    }

    public ValueTask<ReadingCounts> CountAsync(CancellationToken ct)
    {
        lock (gate) return new(new ReadingCounts(byMeter.Count, readings.Count, readings.Count));
    }

    internal AppendOutcome Append(Reading reading, out Reading? stored)
    {
        lock (gate)
        {
            var outcome = Keep(reading, out var index);
            stored = readings[index];
            return outcome;
        }
    }

    private AppendOutcome Keep(Reading reading, out int index)
    {
        if (byIdentity.TryGetValue(reading.Identity, out index))
        {
            var stored = readings[index];
            if (!ReadingRules.SaysTheSame(stored, reading)) return AppendOutcome.Conflict;
            if (stored.TelegramId == reading.TelegramId) return AppendOutcome.Stored;
            readings[index] = ReadingRules.Seen(stored, reading);
            var (newest, heard) = latest[reading.Meter];
            latest[reading.Meter] = (newest, reading.At > heard ? Timestamps.Stored(reading.At) : heard);
            return AppendOutcome.AlreadyStored;
        }
        index = readings.Count;
        readings.Add(reading with { Sequence = index + 1, At = Timestamps.Stored(reading.At) });
        byIdentity.Add(reading.Identity, index);
        if (!byMeter.TryGetValue(reading.Meter, out var own)) byMeter.Add(reading.Meter, own = []);
        own.Add(index);
        var at = readings[index].At;
        latest[reading.Meter] = !latest.TryGetValue(reading.Meter, out var known) ? (index, at)
            : (at >= readings[known.Index].At ? index : known.Index, at > known.LastHeard ? at : known.LastHeard);
        return AppendOutcome.Stored;
    }
}
