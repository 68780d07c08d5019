namespace Sluice.Ui.Field.Readers;

/// <summary>Dates telegrams by the phone's clock although a hand-held hands some over late: its own clock runs from power-on and serves for differences only.</summary>
public sealed class ReaderClock
{
    /// <summary>A clock that stands further back than this began anew.</summary>
    private const long RestartSeconds = 5;

    private long? last;
    private double? ahead;   // the phone's clock minus the reader's, of the telegram that came with the least delay: those of a backlog came later than they were heard

    /// <summary>When the telegram was heard.</summary>
    /// <param name="arrivedAt">When the phone got it.</param>
    /// <param name="readerSeconds">The reader's clock when it heard it; null: the reader has none.</param>
    public DateTimeOffset HeardAt(DateTimeOffset arrivedAt, long? readerSeconds)
    {
        if (readerSeconds is not { } seconds) return arrivedAt;
        if (last is { } before && seconds < before - RestartSeconds) ahead = null;
        last = seconds;
        var difference = (arrivedAt.ToUnixTimeMilliseconds() / 1000.0) - seconds;
        // Whole seconds of the reader's clock: a telegram seems up to a second earlier than it was.
        ahead = ahead is { } known ? Math.Min(known, difference) : difference;
        var heardAt = DateTimeOffset.FromUnixTimeMilliseconds((long)((seconds + ahead.Value) * 1000));
        return heardAt < arrivedAt ? heardAt : arrivedAt;
    }
}
