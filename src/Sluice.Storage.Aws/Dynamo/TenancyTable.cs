using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Sluice.Storage.Aws.Dynamo;

/// <summary>The table Tenancy: societies' memberships, credentials, rules and the like, one item each. Every call names a partition; there is no scan.</summary>
/// <remarks>
/// Partitions are societies' ids. What belongs to no society lies in partitions that begin with <c>~</c>, which no society's id can. Reads are consistent, but by the index: whoever finds something by
/// it reads the item itself before believing it.
/// </remarks>
/// <param name="client">The service.</param>
/// <param name="prefix">What stands before the tables' names.</param>
public sealed class TenancyTable(IAmazonDynamoDB client, string prefix)
{
    private static readonly Table Keys = Tables.Of("Tenancy");
    private readonly string name = $"{prefix}-{Keys.Name}";

    /// <summary>One item; null when there is none.</summary>
    public async ValueTask<Dictionary<string, AttributeValue>?> GetAsync(string partition, string item, CancellationToken ct)
    {
        var found = await DynamoFaults.CallAsync(name, () => client.GetItemAsync(new GetItemRequest { TableName = name, Key = Key(partition, item), ConsistentRead = true }, ct), ct);
        return found.Item is { Count: > 0 } some ? some : null;
    }

    /// <summary>The items of a partition whose sort key begins with something, by sort key.</summary>
    public async ValueTask<IReadOnlyList<Dictionary<string, AttributeValue>>> QueryAsync(string partition, string begin, CancellationToken ct)
    {
        var all = new List<Dictionary<string, AttributeValue>>();
        Dictionary<string, AttributeValue>? last = null;
        while (true)
        {
            var request = new QueryRequest
            {
                TableName = name,
                ConsistentRead = true,
                KeyConditionExpression = "#p = :p AND begins_with(#s, :s)",
                ExpressionAttributeNames = new() { ["#p"] = Keys.Partition, ["#s"] = Keys.Sort },
                ExpressionAttributeValues = new() { [":p"] = Text(partition), [":s"] = Text(begin) },
                ExclusiveStartKey = last,
            };
            var page = await DynamoFaults.CallAsync(name, () => client.QueryAsync(request, ct), ct);
            all.AddRange(page.Items ?? []);
            if (page.LastEvaluatedKey is not { Count: > 0 } more) return all;
            last = more;
        }
    }

    /// <summary>Where items of a subject lie, by the index: possibly not the newest, so read them before believing.</summary>
    public async ValueTask<IReadOnlyList<(string Partition, string Item)>> FindBySubjectAsync(string subject, CancellationToken ct)
    {
        var all = new List<(string, string)>();
        Dictionary<string, AttributeValue>? last = null;
        while (true)
        {
            var request = new QueryRequest
            {
                TableName = name,
                IndexName = "bySubject",
                KeyConditionExpression = "subject = :u",
                ExpressionAttributeValues = new() { [":u"] = Text(subject) },
                ExclusiveStartKey = last,
            };
            var page = await DynamoFaults.CallAsync(name, () => client.QueryAsync(request, ct), ct);
            all.AddRange((page.Items ?? []).Select(static i => (i[Keys.Partition].S, i[Keys.Sort].S)));
            if (page.LastEvaluatedKey is not { Count: > 0 } more) return all;
            last = more;
        }
    }

    /// <summary>Puts an item.</summary>
    /// <param name="partition">The society, or what stands for none.</param>
    /// <param name="item">The sort key.</param>
    /// <param name="attributes">What it holds.</param>
    /// <param name="condition">What must hold of the item that is there; null: nothing.</param>
    /// <param name="values">Values of the condition.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <returns>False when the condition does not hold; nothing is changed then.</returns>
    public async ValueTask<bool> PutAsync(
        string partition, string item, Dictionary<string, AttributeValue> attributes, string? condition = null, Dictionary<string, AttributeValue>? values = null, CancellationToken ct = default)
    {
        var whole = new Dictionary<string, AttributeValue>(attributes) { [Keys.Partition] = Text(partition), [Keys.Sort] = Text(item) };
        try
        {
            await DynamoFaults.CallAsync(name, () => client.PutItemAsync(new PutItemRequest { TableName = name, Item = whole, ConditionExpression = condition, ExpressionAttributeValues = values }, ct), ct);
            return true;
        }
        catch (ConditionalCheckFailedException)
        {
            return false;
        }
    }

    /// <summary>Changes an item in place.</summary>
    /// <inheritdoc cref="PutAsync"/>
    /// <param name="partition">The society, or what stands for none.</param>
    /// <param name="item">The sort key.</param>
    /// <param name="change">An update expression.</param>
    /// <param name="condition">What must hold; null: nothing.</param>
    /// <param name="values">Values of both.</param>
    /// <param name="ct">Ends the waiting.</param>
    public async ValueTask<bool> UpdateAsync(string partition, string item, string change, string? condition, Dictionary<string, AttributeValue> values, CancellationToken ct)
    {
        try
        {
            await DynamoFaults.CallAsync(name,
                () => client.UpdateItemAsync(new UpdateItemRequest { TableName = name, Key = Key(partition, item), UpdateExpression = change, ConditionExpression = condition, ExpressionAttributeValues = values }, ct), ct);
            return true;
        }
        catch (ConditionalCheckFailedException)
        {
            return false;
        }
    }

    /// <summary>Removes an item.</summary>
    /// <returns>False when there was none.</returns>
    public async ValueTask<bool> RemoveAsync(string partition, string item, CancellationToken ct)
    {
        var gone = await DynamoFaults.CallAsync(name,
            () => client.DeleteItemAsync(new DeleteItemRequest { TableName = name, Key = Key(partition, item), ReturnValues = ReturnValue.ALL_OLD }, ct), ct);
        return gone.Attributes is { Count: > 0 };
    }

    /// <summary>Takes one of a bounded number of places.</summary>
    /// <returns>False when all are taken.</returns>
    public ValueTask<bool> TakePlaceAsync(string partition, string counter, int max, CancellationToken ct) =>
        UpdateAsync(partition, counter, "ADD n :one", "attribute_not_exists(n) OR n < :max", new() { [":one"] = Number(1), [":max"] = Number(max) }, ct);

    /// <summary>Gives a place back.</summary>
    public async ValueTask GivePlaceBackAsync(string partition, string counter, CancellationToken ct) =>
        await UpdateAsync(partition, counter, "ADD n :less", "n > :none", new() { [":less"] = Number(-1), [":none"] = Number(0) }, ct);

    /// <summary>Text as an attribute.</summary>
    public static AttributeValue Text(string text) => new() { S = text };

    /// <summary>A number as an attribute.</summary>
    public static AttributeValue Number(long number) => new() { N = number.ToString(CultureInfo.InvariantCulture) };

    /// <summary>A time as an attribute: Unix time, ms.</summary>
    public static AttributeValue Time(DateTimeOffset at) => Number(at.ToUnixTimeMilliseconds());

    /// <summary>A number of an item; null when it has none.</summary>
    public static long? NumberOf(Dictionary<string, AttributeValue> item, string attribute) =>
        item.TryGetValue(attribute, out var value) && value.N is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : null;

    /// <summary>A time of an item; null when it has none.</summary>
    public static DateTimeOffset? TimeOf(Dictionary<string, AttributeValue> item, string attribute) =>
        NumberOf(item, attribute) is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;

    private static Dictionary<string, AttributeValue> Key(string partition, string item) => new() { [Keys.Partition] = Text(partition), [Keys.Sort] = Text(item) };
}
