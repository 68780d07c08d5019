using Sluice.Metering;
using Sluice.Metering.Readings;
using Sluice.Metering.Telegrams;

namespace Sluice.Storage.Sqlite;

internal sealed partial class ReadingWriter
{
    /// <summary>Counts a telegram that is not kept.</summary>
    /// <returns>False when it has to be kept: the first of its slot, a change of the info codes, or a repeat of one that is kept.</returns>
    public bool TryOnlyCount(Reading reading, int slotMinutes)
    {
        if (Find(reading) is not { Data.Latest: { Source: ReadingSource.Telegram } latest } state) return false;
        if (KeepRule.KeepsReading(SlotIsTaken(state, reading.At, slotMinutes), reading.At >= latest.At && reading.Status != latest.Status)) return false;
        if (FindKey(reading, state.Data.ClockOffset) is not null) return false;
        Heard(state, reading);
        return true;
    }

    /// <summary>Notes what a gateway heard.</summary>
    public void CountReception(TelegramArrival arrival, Reading reading)
    {
        if (Find(reading) is not { } state || (arrival.Receiver ?? arrival.Context.DeliveredBy) is not { } receiver) return;
        var (telegrams, lastAt, best) = receptions.GetValueOrDefault((state, receiver));
        receptions[(state, receiver)] = (telegrams + 1, Math.Max(lastAt, reading.At.ToUnixTimeMilliseconds()), best is null || arrival.RssiDbm > best ? arrival.RssiDbm : best);
    }

    private AppendOutcome Repeat(long sequence, MeterState? state, Reading reading, out Reading kept)
    {
        kept = state?.Data.Latest?.Sequence == sequence ? state.Data.Latest
            : SqliteReadingStore.Find(session, words, sequence) ?? throw new InvalidDataException($"The table of keys names reading {sequence}, which is not there.");
        if (!ReadingRules.SaysTheSame(kept, reading)) return AppendOutcome.Conflict;
        if (kept.TelegramId == reading.TelegramId) return AppendOutcome.Stored;
        var seen = ReadingRules.Seen(kept, reading);
        if (!ReferenceEquals(seen, kept))
        {
            var set = session.Raw("Readings.SetSeen").Bind(sequence, seen.RssiDbm, words.Number(session, seen.Receiver));
            set.BindText(4, SqliteReadingStore.ToColumn(seen.SeenBy));
            set.Run();
            if (state?.Data.Latest?.Sequence == sequence)
            {
                Touch(state);
                state.Data.Latest = seen;
            }
        }
        if (state is not null) Heard(state, reading);
        kept = seen;
        return AppendOutcome.AlreadyStored;
    }

    private void Heard(MeterState state, Reading reading)
    {
        var at = Timestamps.Stored(reading.At).ToUnixTimeMilliseconds();
        if (at <= state.Data.Day.LastHeard) return;
        Touch(state);
        state.Data.Day.LastHeard = at;
        state.Data.DayIsDirty = true;
    }

    private bool SlotIsTaken(MeterState state, DateTimeOffset at, int slotMinutes)
    {
        var slot = KeepRule.SlotOf(at, slotMinutes);
        var newest = KeepRule.SlotOf(state.Data.Latest!.At, slotMinutes);
        if (slot >= newest) return slot == newest;
        // Buffered by a gateway and sent late: look whether its slot has a reading, on that day and, for slots over midnight of the society, the ones beside it.
        var day = Math.DivRem(at.ToUnixTimeSeconds(), 86_400).Quotient;
        for (var near = day - 1; near <= day + 1; near++)
        {
            var head = near == state.Data.Day.Day ? state.Data.Day.Head : FindDay(state, near)?.Head;
            if (head is null) continue;
            var times = session.Raw("Readings.TimesOfDay").Bind(head);
            var taken = false;
            while (!taken && times.Step()) taken = KeepRule.SlotOf(Columns.ToTime(times.Number(0)), slotMinutes) == slot;
            times.Reset();
            if (taken) return true;
        }
        return false;
    }
}
