using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Api.Live;

namespace Sluice.Api.Tests.Live;

/// <summary>The feeds without a server, with the bounds people run with.</summary>
internal sealed class LiveHost : IHostApplicationLifetime, IDisposable
{
    public LiveHost() => Feeds = new(new(), TimeProvider.System, this, NullLogger<LiveFeeds>.Instance);

    public LiveFeeds Feeds { get; }

    public CancellationToken ApplicationStarted => CancellationToken.None;

    public CancellationToken ApplicationStopping => CancellationToken.None;

    public CancellationToken ApplicationStopped => CancellationToken.None;

    public void StopApplication()
    {
    }

    public void Dispose() => Feeds.Dispose();
}
