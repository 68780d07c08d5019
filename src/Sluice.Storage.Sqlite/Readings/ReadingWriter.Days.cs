using Sluice.Metering.Readings;

namespace Sluice.Storage.Sqlite;

internal sealed partial class ReadingWriter
{
    /// <summary>Puts a reading into the meter's days.</summary>
    /// <returns>The reading before it of the same day; null when it is the first.</returns>
    private long? Chain(MeterState state, Reading reading)
    {
        var day = Columns.FromDay(reading.Day);
        ref var data = ref state.Data;
        if (data.Latest is { } && day < data.Day.Day) return ChainLate(state, reading, day);
        if (data.Latest is null || day > data.Day.Day)
        {
            var before = data.Day;
            if (data.Latest is { })
            {
                if (data.DayIsDirty) Save(state, before);
                data.ReadingsBefore += before.Readings;
                if (before.End is { } end) data.Before = end;
                else _ = DayEndBefore(state);
            }
            data.BeforeIsKnown = true;
            data.Day = new() { Day = day, At = long.MinValue, LastHeard = before.LastHeard, PreviousDay = data.Latest is { } ? before.Day : null };
            data.MeterIsDirty = true;
        }
        long? previous = data.Day.Readings > 0 ? data.Day.Head : null;
        var endBefore = data.Day.End;
        AddTo(ref data.Day, reading);
        use.Move(state.Society, DayEndBefore(state), endBefore, data.Day.End, null);
        if (reading.Source == ReadingSource.Telegram) data.Day.LastHeard = Math.Max(data.Day.LastHeard, reading.At.ToUnixTimeMilliseconds());
        data.DayIsDirty = true;
        if (data.Day.Reading == reading.Sequence) SetLatest(ref data, reading);
        return previous;
    }

    /// <summary>A reading of a day before the newest one: a phone that syncs late, a healed telegram.</summary>
    private long? ChainLate(MeterState state, Reading reading, long day)
    {
        state.Data.ReadingsBefore++;
        state.Data.MeterIsDirty = true;
        if (FindDay(state, day) is { } row)
        {
            var (head, end) = (row.Head, row.End);
            AddTo(ref row, reading);
            Save(state, row);
            MoveEnd(state, row, end);
            return head;
        }
        // A new day between two others.
        var after = state.Data.Day;
        while (after.PreviousDay is { } earlier && earlier > day) after = FindDay(state, earlier)!.Value;
        var made = new DayRow { Day = day, At = long.MinValue, PreviousDay = after.PreviousDay };
        AddTo(ref made, reading);
        Save(state, made);
        after.PreviousDay = day;
        if (after.Day == state.Data.Day.Day)
        {
            state.Data.Day.PreviousDay = day;
            state.Data.DayIsDirty = true;
        }
        else
        {
            Save(state, after);
        }
        MoveEnd(state, made, null);
        return null;
    }

    /// <summary>A day before the newest one ends with another volume than it did.</summary>
    private void MoveEnd(MeterState state, in DayRow row, DayEnd? endBefore)
    {
        if (row.End == endBefore) return;
        var later = state.Data.Day;
        var next = later.End;
        while (later.PreviousDay is { } day && day > row.Day)
        {
            later = FindDay(state, day)!.Value;
            next = later.End ?? next;
        }
        use.Move(state.Society, EndBefore(state, row), endBefore, row.End, next);
        state.Data.BeforeIsKnown = false;
    }

    /// <summary>The last volume a meter had before its newest day.</summary>
    private DayEnd? DayEndBefore(MeterState state)
    {
        if (state.Data.BeforeIsKnown) return state.Data.Before;
        state.Data.BeforeIsKnown = true;
        return state.Data.Before = EndBefore(state, state.Data.Day);
    }

    private DayEnd? EndBefore(MeterState state, in DayRow row)
    {
        for (var day = row; day.PreviousDay is { } earlier;)
        {
            day = FindDay(state, earlier)!.Value;
            if (day.End is { } end) return end;
        }
        return null;
    }

    /// <summary>Lets the day of a stored reading end with the volume that counts now, when the reading is the day's last one.</summary>
    public void SetDayEnd(Reading reading, decimal? totalM3)
    {
        if (Find(reading) is not { } state) return;
        Touch(state);
        if (state.Data.Day.Reading == reading.Sequence)
        {
            var end = state.Data.Day.End;
            (state.Data.Day.Total, state.Data.Day.TotalScale) = Columns.FromVolume(totalM3);
            state.Data.DayIsDirty = true;
            use.Move(state.Society, DayEndBefore(state), end, state.Data.Day.End, null);
        }
        else if (FindDay(state, Columns.FromDay(reading.Day)) is { } row && row.Reading == reading.Sequence)
        {
            var end = row.End;
            (row.Total, row.TotalScale) = Columns.FromVolume(totalM3);
            Save(state, row);
            MoveEnd(state, row, end);
        }
    }

    private static void AddTo(ref DayRow day, Reading reading)
    {
        var at = reading.At.ToUnixTimeMilliseconds();
        day.Head = reading.Sequence;
        day.Readings++;
        if (at < day.At) return;
        day.At = at;
        day.Reading = reading.Sequence;
        (day.Total, day.TotalScale) = Columns.FromVolume(reading.TotalM3);
    }

    private void SetLatest(ref MeterData data, Reading reading)
    {
        data.Latest = reading;
        var (media, driver, name) = (words.Number(session, reading.Media), words.Number(session, reading.Driver), words.Number(session, reading.Name));
        if ((media, driver, name) == (data.Media, data.Driver, data.Name)) return;
        (data.Media, data.Driver, data.Name) = (media, driver, name);
        data.MeterIsDirty = true;
    }

    private DayRow? FindDay(MeterState state, long day)
    {
        var find = session.Raw("Readings.FindDay").Bind(state.Society.Word, day, state.Id);
        DayRow? row = find.Step()
            ? new()
            {
                Day = day,
                Head = find.Number(0),
                Reading = find.Number(1),
                At = find.Number(2),
                Total = find.NumberOrNull(3),
                TotalScale = find.NumberOrNull(4),
                Readings = find.Number(5),
                LastHeard = find.Number(6),
                PreviousDay = find.NumberOrNull(7),
            }
            : null;
        find.Reset();
        return row;
    }
}
