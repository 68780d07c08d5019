using System.Diagnostics.CodeAnalysis;
using Sluice.Metering.Identity;

namespace Sluice.Metering.Jobs;

/// <summary>The right to jobs of one society, or to those of the installation: made from the scope the authoriser gave, and from nothing else.</summary>
[SuppressMessage("Usage", "CA2225", Justification = "The constructors are the named alternative.")]
public sealed class JobScope
{
    /// <summary>Jobs of the society.</summary>
    public JobScope(SocietyScope scope) => OfSociety = scope;

    /// <summary>Jobs that belong to no society.</summary>
    public JobScope(InstallationScope scope) => OfInstallation = scope;

    /// <summary>The scope of a society; null: it is the installation.</summary>
    public SocietyScope? OfSociety { get; }

    /// <summary>The scope of the installation; null: it is a society.</summary>
    public InstallationScope? OfInstallation { get; }

    /// <summary>The society; null: the installation.</summary>
    public SocietyId? Society => OfSociety?.Society;

    /// <summary>Who was let in.</summary>
    public Caller Caller => OfSociety?.Caller ?? OfInstallation!.Caller;

    public static implicit operator JobScope(SocietyScope scope) => new(scope);

    public static implicit operator JobScope(InstallationScope scope) => new(scope);
}
