using Microsoft.AspNetCore.Identity;
using Sluice.Metering.Identity;

namespace Sluice.Storage.Sqlite.People;

/// <summary>Somebody who can log in. The user name is the mail address.</summary>
public sealed class PersonRow : IdentityUser
{
    /// <summary>What people call them; may be empty.</summary>
    public string Name { get; set; } = "";

    /// <summary>SuperAdmin, SocietyAdmin or Scanner; which societies it holds for, the memberships say.</summary>
    public Role Role { get; set; }

    /// <summary>True: may not log in, and tokens given out are refused.</summary>
    public bool IsDisabled { get; set; }

    /// <summary>When they were invited.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When they logged in last; null: never.</summary>
    public DateTimeOffset? LastLoginAt { get; set; }

    /// <summary>True once they were asked whether they want a second factor.</summary>
    public bool WasOfferedMfa { get; set; }

    /// <summary>The time step of the last one-time code taken, so that it is good once only.</summary>
    public long LastCodeStep { get; set; }
}
