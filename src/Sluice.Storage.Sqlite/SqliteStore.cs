using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using Sluice.Metering.Events;
using Sluice.Metering.Keys;
using Sluice.Metering.Storage;
using Sluice.Storage.Sqlite.Operation;

namespace Sluice.Storage.Sqlite;

/// <summary>Everything of an installation in one SQLite file: WAL, synced at every commit, one writer, many readers.</summary>
public sealed class SqliteStore : IAsyncDisposable
{
    private readonly string path;
    private readonly string connectionString;
    private readonly GroupCommit writer;

    private SqliteStore(string path, string connectionString, GroupCommit writer, Loaded loaded, IKeyWrapper? wrapper, TimeProvider clock)
    {
        this.path = path;
        this.connectionString = connectionString;
        this.writer = writer;
        Events = new(this, clock);
        Telegrams = new(this);
        Readings = new(this, loaded.Table, loaded.Words);
        Intake = new(this, loaded.Table, loaded.Words, loaded.LastTelegram, loaded.Table.Counts.LastSequence);
        Rules = new(this);
        Versions = new(this);
        Estimates = new(this);
        Alerts = new(this);
        Intake.Add(Alerts);
        Formats = new(this);
        Societies = new(this);
        Meters = new(this);
        Sessions = new(this);
        Intake.Add(Sessions);
        Audit = new(this);
        Memberships = new(this);
        Credentials = new(this);
        Answers = new(this, new());
        Jobs = new(this);
        ImportMappings = new(this, clock);
        ExportSchedules = new(this);
        Notifications = new(this);
        if (wrapper is null) return;
        var dataKeys = new DataKeys(this, wrapper, clock);
        Keys = new(this, dataKeys, clock);
        Webhooks = new(this, dataKeys);
    }

    /// <summary>Scheduled exports.</summary>
    public SqliteExportScheduleStore ExportSchedules { get; }

    /// <summary>Told after every commit what changed.</summary>
    public LiveHub Live { get; } = new();

    /// <summary>The events, and how far their followers have got.</summary>
    public SqliteEventLog Events { get; }

    /// <summary>The telegram archive.</summary>
    public SqliteTelegramArchive Telegrams { get; }

    /// <summary>The readings.</summary>
    public SqliteReadingStore Readings { get; }

    /// <summary>The way in: telegrams and readings together.</summary>
    public SqliteIntakeStore Intake { get; }

    /// <summary>The rounds.</summary>
    public SqliteSessionStore Sessions { get; }

    /// <summary>What societies changed about the rules.</summary>
    public SqliteRuleStore Rules { get; }

    /// <summary>What people made of readings.</summary>
    public SqliteReadingVersionStore Versions { get; }

    /// <summary>Kept estimates.</summary>
    public SqliteEstimateStore Estimates { get; }

    /// <summary>The alerts.</summary>
    public SqliteAlertStore Alerts { get; }

    /// <summary>The learned formats.</summary>
    public SqliteFormatStore Formats { get; }

    /// <summary>The audit log.</summary>
    public SqliteAuditLog Audit { get; }

    /// <summary>Who belongs to which society.</summary>
    public SqliteMembershipStore Memberships { get; }

    /// <summary>API keys and gateways.</summary>
    public SqliteCredentialStore Credentials { get; }

    /// <summary>Societies, towers, flats, residents.</summary>
    public SqliteSocietyStore Societies { get; }

    /// <summary>The registered meters.</summary>
    public SqliteMeterStore Meters { get; }

    /// <summary>Answers kept for repeated requests.</summary>
    public SqliteAnswerStore Answers { get; }

    /// <summary>The jobs.</summary>
    public SqliteJobStore Jobs { get; }

    /// <summary>Mappings of imports.</summary>
    public SqliteImportMappingStore ImportMappings { get; }

    /// <summary>What people are told.</summary>
    public SqliteNotificationStore Notifications { get; }

    /// <summary>The meter keys; null when the store was opened without a wrapping key.</summary>
    public SqliteMeterKeyStore? Keys { get; }

    /// <summary>The webhooks; null as <see cref="Keys"/>.</summary>
    public SqliteWebhookStore? Webhooks { get; }

    /// <summary>Opens a database, makes it if needed, and brings its schema up to date.</summary>
    /// <param name="path">The database file.</param>
    /// <param name="wrapper">Wraps the data keys of meter keys; null: no key store.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="options">Tuning; null: the defaults.</param>
    /// <exception cref="Metering.Storage.StorageException">The file cannot be opened or written, is damaged, or is from a newer Sluice.</exception>
    [SuppressMessage("Reliability", "CA2000", Justification = "The store owns the writer and disposes it.")]
    public static SqliteStore Open(string path, IKeyWrapper? wrapper, TimeProvider clock, SqliteOptions? options = null)
    {
        options ??= new();
        var pooled = new SqliteConnectionStringBuilder { DataSource = path, Pooling = true, DefaultTimeout = 30 }.ToString();
        var session = OpenWriter(path, options);
        var loaded = Loaded.From(session, path);
        return new(path, pooled, new GroupCommit(session, path), loaded, wrapper, clock);
    }

    /// <summary>Finishes what was accepted, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        await writer.DisposeAsync();
        using var any = new SqliteConnection(connectionString);
        SqliteConnection.ClearPool(any);
    }

    /// <summary>What an operator watches now.</summary>
    /// <exception cref="StorageException">The database cannot be read.</exception>
    public StoreState State() => Read(session =>
    {
        using var row = session.Bind("Operation.Counts").ExecuteReader();
        row.Read();
        return new StoreState(row.GetInt64(0), row.GetInt64(1), Length(path) + Length(path + "-wal"), writer.Waiting);
    });

    /// <summary>Goes once through the writer without changing anything.</summary>
    /// <exception cref="StorageException">The database cannot be written now.</exception>
    public async ValueTask ProbeAsync(CancellationToken ct) => await WriteAsync(static _ => 0, 0, ct);

    internal ValueTask<T> WriteAsync<T>(Func<Session, T> write, int rows, CancellationToken ct) => writer.RunAsync(write, rows, ct);

    internal T Read<T>(Func<Session, T> read)
    {
        try
        {
            using var connection = new SqliteConnection(connectionString);
            using var session = new Session(connection);
            connection.Open();
            return read(session);
        }
        catch (SqliteException e)
        {
            throw Faults.From(e, path);
        }
    }

    /// <summary>Reads a database file that another process may be writing; makes and migrates nothing.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "The session owns the connection.")]
    internal static T ReadFile<T>(string path, Func<Session, T> read)
    {
        if (!File.Exists(path)) throw new StorageException(StorageFault.Broken, $"There is no database '{path}'; name the server's directory with --data.");
        try
        {
            var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, Mode = SqliteOpenMode.ReadOnly }.ToString());
            using var session = new Session(connection);
            connection.Open();
            return read(session);
        }
        catch (SqliteException e)
        {
            throw Faults.From(e, path);
        }
    }

    /// <summary>The writer's own connection, not from the pool.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "The session owns the connection and is handed to the caller.")]
    private static Session OpenWriter(string path, SqliteOptions options)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 30 }.ToString());
        var session = new Session(connection);
        try
        {
            MakeForThisUserOnly(path);
            connection.Open();
            session.Control("PRAGMA journal_mode = WAL");
            session.Control("PRAGMA synchronous = FULL");
            session.Control($"PRAGMA cache_size = -{options.CacheKiB}");
            session.Control("PRAGMA temp_store = MEMORY");
            session.Control($"PRAGMA wal_autocheckpoint = {options.CheckpointPages}");
            session.Control("PRAGMA journal_size_limit = 67108864");
            if (options.MaxPages is { } pages) session.Control($"PRAGMA max_page_count = {pages}");
            Schema.Migrate(session, connection, path);
            return session;
        }
        catch (SqliteException e)
        {
            session.Dispose();
            throw Faults.From(e, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            session.Dispose();
            throw Faults.From(e, path);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private static long Length(string file) => new FileInfo(file) is { Exists: true } info ? info.Length : 0;

    /// <summary>Readings tell when somebody is at home: a new database, and the log SQLite keeps beside it with the same mode, is not for other users.</summary>
    internal static void MakeForThisUserOnly(string path)
    {
        if (OperatingSystem.IsWindows() || File.Exists(path)) return;
        using var made = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
    }

    /// <summary>What is read once and kept in memory.</summary>
    private sealed record Loaded(MeterTable Table, Words Words, long LastTelegram)
    {
        public static Loaded From(Session session, string path)
        {
            try
            {
                var (table, words) = (new MeterTable(), new Words());
                SqliteReadingStore.Load(session, table, words);
                return new(table, words, session.Number("Telegrams.LastId")!.Value);
            }
            catch (SqliteException e)
            {
                session.Dispose();
                throw Faults.From(e, path);
            }
        }
    }
}
