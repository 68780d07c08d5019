using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Sluice.Storage.Aws.Cost;
using Sluice.Storage.Aws.Dynamo;
using Sluice.Storage.Aws.Tests.Servers;

namespace Sluice.Storage.Aws.Tests.Cost;

/// <summary>The units of the cost model are those a DynamoDB-compatible server counts for the same items.</summary>
public class CountedUnitsTests(Dynalite server)
{
    public static TheoryData<string> Items => ["hot page", "day of 96", "day of 1", "round header", "round chunk"];

    private static Table TableOf(string name) => Tables.Of(name switch { "hot page" => "ReadingsHot", "round header" or "round chunk" => "ScanSessions", _ => "MeterReadings" });

    private static Dictionary<string, AttributeValue> Item(string name) => name switch
    {
        "hot page" => SampleItems.HotPage(),
        "day of 96" => SampleItems.Day(96),
        "day of 1" => SampleItems.Day(1),
        "round header" => SampleItems.RoundHeader(),
        "round chunk" => SampleItems.RoundChunk(),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    [Theory, MemberData(nameof(Items))]
    public async Task A_server_counts_the_same_units(string name)
    {
        var keys = TableOf(name);
        var table = "t" + Guid.NewGuid().ToString("N");
        await server.Client.CreateTableAsync(new CreateTableRequest
        {
            TableName = table,
            BillingMode = BillingMode.PAY_PER_REQUEST,
            AttributeDefinitions = [new(keys.Partition, ScalarAttributeType.S), new(keys.Sort, ScalarAttributeType.S)],
            KeySchema = [new(keys.Partition, KeyType.HASH), new(keys.Sort, KeyType.RANGE)],
        }, TestContext.Current.CancellationToken);
        while ((await server.Client.DescribeTableAsync(table, TestContext.Current.CancellationToken)).Table.TableStatus != TableStatus.ACTIVE) await Task.Delay(20, TestContext.Current.CancellationToken);
        var item = Item(name);
        var put = await server.Client.PutItemAsync(new PutItemRequest { TableName = table, Item = item, ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL }, TestContext.Current.CancellationToken);
        Assert.Equal(CapacityUnits.Write(ItemSize.Of(item)), put.ConsumedCapacity.CapacityUnits);
        var get = await server.Client.GetItemAsync(new GetItemRequest
        {
            TableName = table,
            Key = new() { [keys.Partition] = item[keys.Partition], [keys.Sort] = item[keys.Sort] },
            ConsistentRead = true,
            ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL,
        }, TestContext.Current.CancellationToken);
        Assert.Equal((double)CapacityUnits.Read(ItemSize.Of(item), consistent: true), get.ConsumedCapacity.CapacityUnits);
    }

    [Fact]
    public void A_day_and_a_reading_of_a_round_are_one_unit_each_and_progress_is_no_list_of_targets()
    {
        var counted = CountedUnits.Of(96);
        Assert.Equal(1, counted.DayWrite);
        Assert.Equal(1, counted.RoundReadingWrite);
        Assert.InRange(counted.RoundBatchWrite, 2, 12);   // 362 with the targets inside the round
        Assert.InRange(counted.HotPageWrite, 1, 6);        // 200 meters
    }

    [Fact]
    public void Every_partition_key_leads_with_the_society()
    {
        foreach (var name in Items) Assert.StartsWith("green-park-phase-two", Item(name.Data)[TableOf(name.Data).Partition].S, StringComparison.Ordinal);
    }
}
