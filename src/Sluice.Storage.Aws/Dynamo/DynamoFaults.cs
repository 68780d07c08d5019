using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Sluice.Metering.Storage;

namespace Sluice.Storage.Aws.Dynamo;

/// <summary>What DynamoDB answers as storage faults with something to do about them.</summary>
internal static class DynamoFaults
{
    /// <summary>Runs a call; its failures become storage faults. Conditions that do not hold pass through: they are answers.</summary>
    public static async ValueTask<T> CallAsync<T>(string table, Func<Task<T>> call, CancellationToken ct)
    {
        try
        {
            return await call();
        }
        catch (ConditionalCheckFailedException)
        {
            throw;
        }
        catch (Exception e) when (e is AmazonServiceException or AmazonClientException or HttpRequestException or IOException || e is OperationCanceledException && !ct.IsCancellationRequested)
        {
            throw From(e, table);
        }
    }

    private static StorageException From(Exception e, string table) => e switch
    {
        ResourceNotFoundException => new(StorageFault.Broken, $"The table '{table}' is not there; deploy the data stack, or choose another prefix.", e),
        ProvisionedThroughputExceededException or RequestLimitExceededException or AmazonDynamoDBException { ErrorCode: "ThrottlingException" } =>
            new(StorageFault.Full, $"The table '{table}' takes no more at the moment; it was tried several times. It goes on when there is less to do.", e),
        AmazonDynamoDBException { ErrorCode: "AccessDeniedException" or "UnrecognizedClientException" or "InvalidSignatureException" or "ExpiredTokenException" } known =>
            new(StorageFault.ReadOnly, $"The table '{table}' refuses this ({known.ErrorCode}); the role needs to get, query, put, update and delete its items.", e),
        AmazonServiceException known => new(StorageFault.Broken, $"The table '{table}' answered {(int)known.StatusCode} {known.ErrorCode}; see whether the service is in order.", e),
        _ => new(StorageFault.Broken, $"The table '{table}' cannot be reached: {(e.InnerException ?? e).Message}", e),
    };
}
