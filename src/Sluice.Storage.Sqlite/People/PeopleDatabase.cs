using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Sluice.Metering.Storage;

namespace Sluice.Storage.Sqlite.People;

/// <summary>Opens the people's database and brings it up to date. Building its model costs some hundred milliseconds, so nothing is opened before somebody asks for a person.</summary>
/// <param name="path">The file; made when first used.</param>
public sealed class PeopleDatabase(string path) : IDisposable
{
    private readonly SemaphoreSlim gate = new(1);
    private volatile bool isReady;

    /// <summary>Tells EF Core where the file is.</summary>
    public static void Configure(DbContextOptionsBuilder options, string path) =>
        options.UseSqlite(new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = 30, ForeignKeys = true }.ToString());

    /// <summary>Makes or migrates the file, once.</summary>
    /// <param name="context">A context on the file.</param>
    /// <param name="then">What to do once after it, for example make sure a client is there.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="StorageException">It cannot be opened or written.</exception>
    public async ValueTask EnsureReadyAsync(PeopleContext context, Func<CancellationToken, Task> then, CancellationToken ct)
    {
        if (isReady) return;
        await gate.WaitAsync(ct);
        try
        {
            if (isReady) return;
            PeopleSchema.ThrowIfNewer(path);
            SqliteStore.MakeForThisUserOnly(path);
            await context.Database.MigrateAsync(ct);
            await then(ct);
            isReady = true;
        }
        catch (SqliteException e)
        {
            throw Faults.From(e, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Faults.From(e, path);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>True when somebody can log in as super admin. Asks without the model, so every start can.</summary>
    public static bool HasSuperAdmin(string path)
    {
        if (!File.Exists(path)) return false;
        try
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
            using var session = new Session(connection);
            connection.Open();
            return session.Number("People.HasSuperAdmin") is not null;
        }
        catch (SqliteException e) when (e.SqliteErrorCode == 1)
        {
            return false;   // a crash before the first migration left an empty file
        }
        catch (SqliteException e)
        {
            throw Faults.From(e, path);
        }
    }

    public void Dispose() => gate.Dispose();
}

/// <summary>For <c>dotnet ef migrations add</c> only.</summary>
public sealed class PeopleContextFactory : IDesignTimeDbContextFactory<PeopleContext>
{
    public PeopleContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<PeopleContext>();
        PeopleDatabase.Configure(options, "people.db");
        return new(options.Options);
    }
}
