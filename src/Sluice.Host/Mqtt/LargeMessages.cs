namespace Sluice.Host.Mqtt;

/// <summary>Places for large messages: so many are in memory at a time, whoever else has one waits in the network.</summary>
internal sealed class LargeMessages : IDisposable
{
    /// <summary>Messages from this size on need a place.</summary>
    public const int From = 32 * 1024;

    private const int Places = 32;

    private readonly SemaphoreSlim places = new(Places);

    public Task EnterAsync(CancellationToken ct) => places.WaitAsync(ct);

    public void Leave() => places.Release();

    public void Dispose() => places.Dispose();
}
