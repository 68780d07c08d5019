using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Sluice.Metering.Identity;

namespace Sluice.Api.Access;

/// <summary>What the caller of this request was allowed; a handler takes it as a parameter.</summary>
public sealed class Access
{
    private readonly AccessRule rule;
    private readonly SocietyScope? society;
    private readonly InstallationScope? installation;

    internal Access(AccessRule rule, Caller caller, SocietyScope? society = null, InstallationScope? installation = null)
    {
        this.rule = rule;
        Caller = caller;
        this.society = society;
        Entered = society?.Society;
        this.installation = installation;
    }

    /// <summary>Who asks.</summary>
    public Caller Caller { get; }

    /// <summary>The society the route names.</summary>
    public SocietyScope Society => society ?? throw new InvalidOperationException("This endpoint's rule is not about the society of its route.");

    /// <summary>The society entered last, for the audit log; null: none.</summary>
    internal SocietyId? Entered { get; private set; }

    /// <summary>The installation.</summary>
    public InstallationScope Installation => installation ?? throw new InvalidOperationException("This endpoint's rule is not about the installation.");

    /// <summary>Lets the caller into a society the body leads to, with the permission the endpoint requires.</summary>
    public bool TryEnter(SocietyId id, [NotNullWhen(true)] out SocietyScope? scope)
    {
        if (!Authorizer.TryEnter(Caller, id, rule.Society, out scope)) return false;
        Entered = id;
        return true;
    }

    /// <summary>True when the caller may do this, too, in the society it was let into.</summary>
    public bool Also(Permission permission) => society is not null && Authorizer.TryEnter(Caller, society.Society, permission, out _);

    /// <summary>Gives handlers their parameter.</summary>
    public static ValueTask<Access?> BindAsync(HttpContext http) => new(http.Features.Get<Access>());
}
