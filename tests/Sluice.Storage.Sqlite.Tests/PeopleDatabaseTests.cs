using Microsoft.EntityFrameworkCore;
using Sluice.Storage.Sqlite.People;

namespace Sluice.Storage.Sqlite.Tests;

public sealed class PeopleDatabaseTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sluice-people-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Database => Path.Combine(folder, "people.db");

    [Fact]
    public void The_migrations_make_what_the_model_says()
    {
        using var context = Context();
        Assert.False(context.Database.HasPendingModelChanges(), "Add a migration for what changed in the model.");
    }

    [Fact]
    public async Task A_database_is_made_once_for_this_user_only()
    {
        using var database = new PeopleDatabase(Database);
        var made = 0;
        foreach (var _ in new[] { 1, 2 })
        {
            await using var context = Context();
            await database.EnsureReadyAsync(context, _ =>
            {
                made++;
                return Task.CompletedTask;
            }, Cancel);
            Assert.Equal(0, await context.Users.CountAsync(Cancel));
        }
        Assert.Equal(1, made);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Database));
    }

    [Fact]
    public async Task A_super_admin_counts_when_they_can_log_in()
    {
        Assert.False(PeopleDatabase.HasSuperAdmin(Database));
        using var database = new PeopleDatabase(Database);
        await using var context = Context();
        await database.EnsureReadyAsync(context, static _ => Task.CompletedTask, Cancel);
        var person = new PersonRow { Email = "a@example.org", UserName = "a@example.org", Role = Metering.Identity.Role.SuperAdmin };
        context.Users.Add(person);
        await context.SaveChangesAsync(Cancel);
        Assert.False(PeopleDatabase.HasSuperAdmin(Database));
        person.PasswordHash = "x";
        await context.SaveChangesAsync(Cancel);
        Assert.True(PeopleDatabase.HasSuperAdmin(Database));
        person.IsDisabled = true;
        await context.SaveChangesAsync(Cancel);
        Assert.False(PeopleDatabase.HasSuperAdmin(Database));
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    private PeopleContext Context()
    {
        var options = new DbContextOptionsBuilder<PeopleContext>();
        PeopleDatabase.Configure(options, Database);
        return new(options.Options);
    }
}
