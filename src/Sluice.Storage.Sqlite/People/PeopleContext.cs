using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Sluice.Storage.Sqlite.People;

/// <summary>The built-in issuer's database: people, one-time links, clients, refresh tokens. In a file of its own, so that backing up readings and backing up people can be two things.</summary>
/// <param name="options">Where it is.</param>
public sealed class PeopleContext(DbContextOptions<PeopleContext> options) : IdentityUserContext<PersonRow>(options)
{
    /// <summary>The one-time links not used yet.</summary>
    public DbSet<OneTimeLinkRow> Links => Set<OneTimeLinkRow>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<MillisecondConverter>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.UseOpenIddict();
        builder.Entity<PersonRow>(static person =>
        {
            person.Property(static p => p.Name).HasMaxLength(200);
            person.HasIndex(static p => p.NormalizedEmail).IsUnique();
        });
        builder.Entity<OneTimeLinkRow>(static link =>
        {
            link.ToTable("OneTimeLinks").HasKey(static l => l.Hash);
            link.HasOne<PersonRow>().WithMany().HasForeignKey(static l => l.PersonId).OnDelete(DeleteBehavior.Cascade);
        });
    }

    /// <summary>SQLite has no type for times: Unix time in milliseconds, as in the other database.</summary>
    private sealed class MillisecondConverter() : ValueConverter<DateTimeOffset, long>(static t => t.ToUnixTimeMilliseconds(), static n => DateTimeOffset.FromUnixTimeMilliseconds(n));
}
