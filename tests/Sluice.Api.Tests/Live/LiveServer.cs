using Sluice.Api.Live;
using Sluice.Host;

namespace Sluice.Api.Tests.Live;

/// <summary>The real server with short times and small bounds for live streams.</summary>
public sealed class LiveServer : ApiServer
{
    public const int MaxPerPerson = 12, MaxPerSociety = 15;

    public LiveOptions Live { get; } = new()
    {
        Interval = TimeSpan.FromMilliseconds(50),
        Progress = TimeSpan.FromMilliseconds(300),
        Heartbeat = TimeSpan.FromMilliseconds(500),
        Recheck = TimeSpan.FromMilliseconds(300),
        TicketLife = TimeSpan.FromSeconds(30),
        Stall = TimeSpan.FromSeconds(3),
        MaxPending = 64 << 10,
        MaxReplay = 40,
        MaxPerPerson = MaxPerPerson,
        MaxPerSociety = MaxPerSociety,
    };

    protected override ServerOptions Set(ServerOptions options) => options with { Live = Live };
}
