using Microsoft.Extensions.Logging;
using Sluice.Metering.Files;
using Sluice.Metering.Storage;
using Sluice.Storage.Aws.Files;

namespace Sluice.Host.Jobs;

/// <summary>Looks at the object store at the start: what was set up wrongly stops it, what is out of order for the moment is only said.</summary>
internal sealed class ObjectStoreCheck(IFileStore files, TimeProvider clock, ILogger<ObjectStoreCheck> log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Unfinished = TimeSpan.FromDays(2);

    /// <exception cref="StorageException">The bucket is not there, or the keys are wrong.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        if (files is not S3FileStore bucket) return;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            await bucket.CheckAsync(patience.Token);
            await bucket.ForgetUploadsAsync(clock.GetUtcNow() - Unfinished, patience.Token);
        }
        catch (StorageException e) when (!S3FileStore.IsSetUpWrongly(e))
        {
            log.LogError("{Message} Files wait until it is in order.", e.Message);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            log.LogError("The object store does not answer. Files wait until it does.");
        }
    }
}
