using System.Globalization;
using Microsoft.Data.Sqlite;
using Sluice.Metering.Storage;

namespace Sluice.Storage.Sqlite;

/// <summary>Brings a database to the newest schema: script n makes version n of n-1. A script once released is never changed.</summary>
internal static class Schema
{
    public static void Migrate(Session session, SqliteConnection connection, string path)
    {
        using var query = connection.CreateCommand();
        query.CommandText = "PRAGMA user_version";
        var version = Convert.ToInt32(query.ExecuteScalar(), CultureInfo.InvariantCulture);
        if (version > Sql.Migrations.Count)
            throw new StorageException(StorageFault.Broken,
                $"'{path}' has schema version {version}; this sluice knows up to {Sql.Migrations.Count}. Use a newer sluice.");
        for (; version < Sql.Migrations.Count; version++)
        {
            session.Control("BEGIN IMMEDIATE");
            session.Control(Sql.Migrations[version]);
            session.Control($"PRAGMA user_version = {version + 1}");
            session.Control("COMMIT");
        }
    }
}
