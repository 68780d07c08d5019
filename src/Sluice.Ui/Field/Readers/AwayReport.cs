namespace Sluice.Ui.Field.Readers;

/// <summary>What a hand-held lost while nobody was connected: it keeps the first 2,048 bytes it hears and drops the rest.</summary>
/// <param name="Away">How long nobody was connected.</param>
/// <param name="Kept">Telegrams it had kept.</param>
/// <param name="Lost">How long it kept nothing: the time between the last kept telegram and the connection; zero when it lost nothing.</param>
public sealed record AwayReport(TimeSpan Away, int Kept, TimeSpan Lost);

/// <summary>Watches a connection for what was lost while it was away.</summary>
public sealed class AwayWatch
{
    /// <summary>What the reader keeps while nobody is connected, bytes.</summary>
    public const int BacklogBytes = 2_048;

    /// <summary>The backlog comes at once: within this time after connecting.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(1.5);

    private DateTimeOffset? lostAt, connectedAt;
    private int bytes, telegrams;
    private long? firstSeconds, lastSeconds;

    /// <summary>The last report; null: the connection was not away yet.</summary>
    public AwayReport? Report { get; private set; }

    /// <summary>The connection came or went.</summary>
    public void Set(ReaderState state, DateTimeOffset now)
    {
        if (state == ReaderState.Lost) lostAt ??= now;
        if (state != ReaderState.Connected || lostAt is null) return;
        (connectedAt, bytes, telegrams, firstSeconds, lastSeconds) = (now, 0, 0, null, null);
    }

    /// <summary>Bytes came.</summary>
    public void Take(int count, DateTimeOffset now)
    {
        if (connectedAt is not { } since || lostAt is not { } gone) return;
        if (now - since <= AtOnce)
        {
            bytes += count;
            return;
        }
        var away = since - gone;
        // A backlog that is not full lost nothing. A full one lasted from its first to its last telegram; what came then is gone.
        var covered = TimeSpan.FromSeconds(lastSeconds - firstSeconds ?? 0);
        Report = new(away, telegrams, bytes >= BacklogBytes && away > covered ? away - covered : TimeSpan.Zero);
        (lostAt, connectedAt) = (null, null);
    }

    /// <summary>A telegram was in them.</summary>
    public void Heard(long? readerSeconds, DateTimeOffset now)
    {
        if (connectedAt is not { } since || now - since > AtOnce) return;
        telegrams++;
        firstSeconds ??= readerSeconds;
        lastSeconds = readerSeconds ?? lastSeconds;
    }
}
