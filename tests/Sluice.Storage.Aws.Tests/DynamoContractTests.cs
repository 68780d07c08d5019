using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Sluice.Metering.Formats;
using Sluice.Metering.Idempotency;
using Sluice.Metering.Identity;
using Sluice.Metering.Imports;
using Sluice.Metering.Validation;
using Sluice.Storage.Aws.Dynamo;
using Sluice.Storage.Aws.Formats;
using Sluice.Storage.Aws.Idempotency;
using Sluice.Storage.Aws.Identity;
using Sluice.Storage.Aws.Imports;
using Sluice.Storage.Aws.Tests;
using Sluice.Storage.Aws.Tests.Servers;
using Sluice.Storage.Aws.Validation;
using Sluice.Storage.Contract;

[assembly: AssemblyFixture(typeof(Dynalite))]

namespace Sluice.Storage.Aws.Tests;

/// <summary>Tables of their own for a test.</summary>
internal static class FreshTables
{
    public static async ValueTask<TenancyTable> TenancyAsync(Dynalite server)
    {
        var (prefix, table, ct) = ("t" + Guid.NewGuid().ToString("N"), Tables.Of("Tenancy"), TestContext.Current.CancellationToken);
        var name = $"{prefix}-{table.Name}";
        var indexes = table.Indexes ?? [];
        await server.Client.CreateTableAsync(new CreateTableRequest
        {
            TableName = name,
            BillingMode = BillingMode.PAY_PER_REQUEST,
            AttributeDefinitions = [.. new[] { table.Partition, table.Sort }.Concat(indexes.SelectMany(static i => new[] { i.Partition, i.Sort })).Distinct().Select(static a => new AttributeDefinition(a, ScalarAttributeType.S))],
            KeySchema = [new(table.Partition, KeyType.HASH), new(table.Sort, KeyType.RANGE)],
            GlobalSecondaryIndexes =
            [
                .. indexes.Select(static i => new GlobalSecondaryIndex
                {
                    IndexName = i.Name, KeySchema = [new(i.Partition, KeyType.HASH), new(i.Sort, KeyType.RANGE)], Projection = new() { ProjectionType = ProjectionType.ALL },
                }),
            ],
        }, ct);
        while ((await server.Client.DescribeTableAsync(name, ct)).Table.TableStatus != TableStatus.ACTIVE) await Task.Delay(20, ct);
        return new(server.Client, prefix);
    }
}

public sealed class DynamoMembershipStoreTests(Dynalite server) : MembershipStoreTests
{
    protected override async ValueTask<IMembershipStore> NewMembershipStoreAsync() => new DynamoMembershipStore(await FreshTables.TenancyAsync(server));
}

public sealed class DynamoCredentialStoreTests(Dynalite server) : CredentialStoreTests
{
    protected override async ValueTask<ICredentialStore> NewCredentialStoreAsync() => new DynamoCredentialStore(await FreshTables.TenancyAsync(server));
}

public sealed class DynamoAnswerStoreTests(Dynalite server) : AnswerStoreTests
{
    protected override async ValueTask<IAnswerStore> NewAnswerStoreAsync() => new DynamoAnswerStore(await FreshTables.TenancyAsync(server));
}

public sealed class DynamoFormatStoreTests(Dynalite server) : FormatStoreTests
{
    protected override async ValueTask<IFormatStore> NewFormatStoreAsync() => new DynamoFormatStore(await FreshTables.TenancyAsync(server));
}

public sealed class DynamoRuleStoreTests(Dynalite server) : RuleStoreTests
{
    protected override async ValueTask<IRuleStore> NewRulesAsync() => new DynamoRuleStore(await FreshTables.TenancyAsync(server));
}

public sealed class DynamoImportMappingStoreTests(Dynalite server) : ImportMappingStoreTests
{
    protected override async ValueTask<IImportMappingStore> NewMappingStoreAsync() => new DynamoImportMappingStore(await FreshTables.TenancyAsync(server));
}

/// <summary>What the table says when it is not there, or not reached.</summary>
public sealed class DynamoFaultTests(Dynalite server)
{
    [Fact]
    public async Task A_table_that_is_not_there_is_named()
    {
        var store = new DynamoMembershipStore(new(server.Client, "nowhere"));
        var fault = await Assert.ThrowsAsync<Sluice.Metering.Storage.StorageException>(async () => await store.SocietiesOfAsync("anna", TestContext.Current.CancellationToken));
        Assert.Contains("'nowhere-Tenancy' is not there", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_does_not_answer_is_said()
    {
        using var nobody = new AmazonDynamoDBClient(new Amazon.Runtime.BasicAWSCredentials("test", "test"), new AmazonDynamoDBConfig { ServiceURL = "http://127.0.0.1:9", AuthenticationRegion = "us-east-1", MaxErrorRetry = 0 });
        var store = new DynamoFormatStore(new(nobody, "x"));
        var fault = await Assert.ThrowsAsync<Sluice.Metering.Storage.StorageException>(async () => await store.LoadAsync(TestContext.Current.CancellationToken));
        Assert.Contains("'x-Tenancy' cannot be reached", fault.Message, StringComparison.Ordinal);
    }
}
