namespace Sluice.Metering.Identity;

/// <summary>The right to work on one society. Every port call about a society's data takes one, and only <see cref="Authorizer"/> makes them: data of another society cannot even be asked for.</summary>
public sealed class SocietyScope
{
    internal SocietyScope(SocietyId society, Caller caller)
    {
        Society = society;
        Caller = caller;
    }

    /// <summary>The society.</summary>
    public SocietyId Society { get; }

    /// <summary>Who was let in.</summary>
    public Caller Caller { get; }

    /// <summary>True when the caller may do this, too, in the society.</summary>
    public bool May(Permission permission) => Authorizer.Allows(Caller.Role, permission);
}

/// <summary>The right to work on what belongs to no single society. Only <see cref="Authorizer"/> makes them.</summary>
public sealed class InstallationScope
{
    internal InstallationScope(Caller caller) => Caller = caller;

    /// <summary>Who was let in.</summary>
    public Caller Caller { get; }
}
