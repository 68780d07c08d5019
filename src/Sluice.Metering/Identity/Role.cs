namespace Sluice.Metering.Identity;

/// <summary>What somebody is; which societies it holds for, the memberships say. The first three are the groups of the identity provider (<c>cognito:groups</c>).</summary>
public enum Role
{
    /// <summary>No role: may do nothing.</summary>
    None = 0,

    /// <summary>A reading technician.</summary>
    Scanner,

    /// <summary>Runs one or more societies.</summary>
    SocietyAdmin,

    /// <summary>Runs the installation.</summary>
    SuperAdmin,

    /// <summary>Another system, with an API key: reads.</summary>
    Integrator,

    /// <summary>A gateway: hands over telegrams, sees nothing.</summary>
    Gateway,

    /// <summary>A worker of this installation. Never comes from a token.</summary>
    Worker,
}
