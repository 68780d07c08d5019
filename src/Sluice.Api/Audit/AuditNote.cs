using Microsoft.AspNetCore.Http;
using Sluice.Metering.Identity;

namespace Sluice.Api.Audit;

/// <summary>What a handler adds to its entry in the audit log; it takes the note as a parameter. No secrets, no residents' data.</summary>
public sealed class AuditNote
{
    /// <summary>The id of what was acted on; null: the last value in the route, or nothing.</summary>
    public string? Target { get; set; }

    /// <summary>What changed, in a few words.</summary>
    public string Detail { get; set; } = "";

    /// <summary>The society it happened in when neither the route nor <see cref="Access.Access.TryEnter"/> says it.</summary>
    public SocietyId? Society { get; set; }

    /// <summary>Gives handlers their parameter.</summary>
    public static ValueTask<AuditNote?> BindAsync(HttpContext http) => new(Of(http));

    internal static AuditNote Of(HttpContext http)
    {
        if (http.Features.Get<AuditNote>() is { } note) return note;
        http.Features.Set(note = new());
        return note;
    }
}
