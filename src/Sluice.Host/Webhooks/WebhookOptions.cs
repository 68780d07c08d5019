using System.Net;
using Sluice.Metering.Webhooks;

namespace Sluice.Host.Webhooks;

/// <summary>How webhooks go out.</summary>
public sealed record WebhookOptions
{
    /// <summary>Networks of this machine or house that may be reached, beside the internet.</summary>
    public IReadOnlyList<IPNetwork> Networks { get; init; } = [];

    /// <summary>True: plain http is allowed beside https.</summary>
    public bool AllowHttp { get; init; }

    /// <summary>How long an attempt may take.</summary>
    public TimeSpan Timeout { get; init; } = WebhookSchedule.Timeout;

    /// <summary>Attempts under way at a time.</summary>
    public int Parallel { get; init; } = 64;

    /// <summary>Of those, of one society: its slow receivers hold nobody else's.</summary>
    public int ParallelPerSociety { get; init; } = 8;
}
