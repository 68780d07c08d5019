using System.Diagnostics.Metrics;
using Sluice.Host.Backup;
using Sluice.Metering.Readings;
using Sluice.Metering.Telegrams;
using Sluice.Storage.Sqlite;

namespace Sluice.Host.Telemetry;

/// <summary>What the business is measured by. Labels are states and qualities only: never a meter, a flat or a person.</summary>
public sealed class ServerMeters : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string Name = "Sluice";

    private readonly Meter meter = new(Name);
    private readonly Intake intake;
    private readonly Counter<long> telegrams;
    private readonly Counter<long> readings;
    private readonly Counter<long> clockJumps;

    public ServerMeters(Intake intake, SqliteStore store, DataDirectory directory, IDiskSpace disk, BackupStatus backups)
    {
        this.intake = intake;
        telegrams = meter.CreateCounter<long>("sluice.telegrams", "{telegram}", "Telegrams taken in, by what became of them.");
        readings = meter.CreateCounter<long>("sluice.readings", "{reading}", "New readings, by quality.");
        clockJumps = meter.CreateCounter<long>("sluice.clock.jumps", "{jump}", "Jumps of the clock by 30 s or more.");
        meter.CreateObservableGauge("sluice.archive.telegrams", () => Archive(store), "{telegram}", "Telegrams in the archive, by state.");
        meter.CreateObservableGauge("sluice.backlog", () => Pending(store), "{telegram}", "Telegrams without verdict.");
        meter.CreateObservableGauge("sluice.sessions.active", () => store.State().ActiveSessions, "{session}", "Rounds under way.");
        meter.CreateObservableGauge("sluice.keys", () => store.State().Keys, "{key}", "Meter keys kept.");
        meter.CreateObservableGauge("sluice.store.size", () => store.State().Bytes, "By", "Size of the database and its log.");
        meter.CreateObservableGauge("sluice.commit.waiting", () => store.State().Waiting, "{call}", "Calls that wait for the writer.");
        meter.CreateObservableGauge("sluice.disk.free", () => disk.Free(directory.Path), "By", "Free space where the data is.");
        meter.CreateObservableGauge("sluice.disk.size", () => disk.Total(directory.Path), "By", "Size of the disk where the data is.");
        meter.CreateObservableGauge("sluice.backup.last_success", () => backups.LastSuccess, "s", "Unix time of the last daily backup; 0: none since the start.");
        meter.CreateObservableCounter("sluice.backup.failures", () => backups.Failures, "{backup}", "Daily backups that failed.");
        telegrams.Add(0, Tag("state", nameof(DecodeState.Decoded)));   // a counter nobody has raised would not be there at all
        readings.Add(0, Tag("quality", nameof(ReadingQuality.Good)));
        clockJumps.Add(0);
        intake.Kept += OnKept;
    }

    public void ClockJumped() => clockJumps.Add(1);

    public void Dispose()
    {
        intake.Kept -= OnKept;
        meter.Dispose();
    }

    private void OnKept(IntakeResult result)
    {
        var receipt = result.Receipt;
        Add(nameof(DecodeState.Decoded), receipt.Stored);
        Add(nameof(DecodeState.Repeated), receipt.Repeats);
        Add("Counted", receipt.Counted);
        Add("Rejected", receipt.Rejected);
        foreach (var (state, count) in receipt.Undecoded) Add(state.ToString(), count);
        foreach (var outcome in result.Outcomes)
            if (outcome is { IsNew: true, Reading: { } reading }) readings.Add(1, Tag("quality", reading.Quality.ToString()));
    }

    private void Add(string state, int count)
    {
        if (count > 0) telegrams.Add(count, Tag("state", state));
    }

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    private static IEnumerable<Measurement<long>> Archive(SqliteStore store) =>
        Counts(store).Select(static c => new Measurement<long>(c.Value, Tag("state", c.Key.ToString())));

    private static long Pending(SqliteStore store) => Counts(store).GetValueOrDefault(DecodeState.Pending);

    private static IReadOnlyDictionary<DecodeState, long> Counts(SqliteStore store) => store.Telegrams.CountAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();   // completes at once: SQLite reads in this thread
}
