using System.Reflection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Migrations;
using Sluice.Metering.Storage;

namespace Sluice.Storage.Sqlite.People;

/// <summary>Which steps the people's database may have taken: EF Core would pass over those of a newer program in silence.</summary>
internal static class PeopleSchema
{
    private static readonly HashSet<string> Known =
        [.. typeof(PeopleContext).Assembly.GetTypes().Select(static t => t.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>()];

    /// <summary>Refuses the database of a newer program.</summary>
    /// <param name="path">The file; one that is not there, or empty, is fine.</param>
    /// <exception cref="StorageException">It took a step this program does not know.</exception>
    public static void ThrowIfNewer(string path)
    {
        if (!File.Exists(path)) return;
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        using var session = new Session(connection);
        connection.Open();
        if (session.Number("People.HasSteps") is null) return;
        using var rows = session.Bind("People.Steps").ExecuteReader();
        while (rows.Read())
            if (!Known.Contains(rows.GetString(0)))
                throw new StorageException(StorageFault.Broken, $"'{Path.GetFileName(path)}' is from a newer sluice (it took the step {rows.GetString(0)}). Use a newer sluice.");
    }
}
