using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Sluice.Metering.Storage;

namespace Sluice.Storage.Sqlite.Backup;

/// <summary>A database as it was at one moment, copied while others write to it.</summary>
[SuppressMessage("Security", "CA2100", Justification = "Table names come from the schema, quoted.")]
internal sealed class DatabaseCopy : IDisposable
{
    private readonly SqliteConnection source;
    private readonly SqliteTransaction snapshot;

    /// <summary>Takes the moment: what is committed later is not in the copy. Writers are not held up.</summary>
    public DatabaseCopy(string path)
    {
        Name = Path.GetFileName(path);
        source = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, Mode = SqliteOpenMode.ReadOnly }.ToString());
        source.Open();
        snapshot = source.BeginTransaction(deferred: true);
        Number(source, "SELECT count(*) FROM sqlite_schema", snapshot);   // the first read fixes the moment
    }

    public string Name { get; }

    /// <summary>Copies every page and describes the copy.</summary>
    public BackupFile WriteTo(string path)
    {
        using (var target = Open(path, SqliteOpenMode.ReadWriteCreate))
        {
            source.BackupDatabase(target);
            Number(target, "PRAGMA journal_mode = DELETE");   // one file, no log beside it
        }
        return Describe(path, Name);
    }

    public void Dispose()
    {
        snapshot.Dispose();
        source.Dispose();
    }

    /// <summary>Length, checksum, schema and rows of a database nobody writes to.</summary>
    public static BackupFile Describe(string path, string name)
    {
        using var database = Open(path, SqliteOpenMode.ReadOnly);
        var tables = new List<string>();
        using (var list = database.CreateCommand())
        {
            list.CommandText = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";
            using var rows = list.ExecuteReader();
            while (rows.Read()) tables.Add(rows.GetString(0));
        }
        var counts = tables.ToDictionary(static t => t, t => Number(database, $"SELECT count(*) FROM \"{t.Replace("\"", "\"\"", StringComparison.Ordinal)}\"") ?? 0, StringComparer.Ordinal);
        return new(name, new FileInfo(path).Length, Hash(path), (int)(Number(database, "PRAGMA user_version") ?? 0), counts);
    }

    /// <summary>Looks through every page.</summary>
    /// <exception cref="StorageException">The database is damaged.</exception>
    public static void Check(string path)
    {
        using var database = Open(path, SqliteOpenMode.ReadOnly);
        using var check = database.CreateCommand();
        check.CommandText = "PRAGMA integrity_check(1)";
        if (check.ExecuteScalar() is not "ok") throw new StorageException(StorageFault.Broken, $"The database '{Path.GetFileName(path)}' in the backup is damaged; take an older backup.");
    }

    public static string Hash(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, Mode = mode }.ToString());
        connection.Open();
        return connection;
    }

    private static long? Number(SqliteConnection connection, string sql, SqliteTransaction? transaction = null)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        return command.ExecuteScalar() is { } value and not DBNull && long.TryParse(Convert.ToString(value, CultureInfo.InvariantCulture), out var number) ? number : null;
    }
}
