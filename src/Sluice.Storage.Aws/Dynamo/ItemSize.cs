using System.Text;
using Amazon.DynamoDBv2.Model;

namespace Sluice.Storage.Aws.Dynamo;

/// <summary>How big an item is to DynamoDB: names and values in UTF-8 bytes. Developer guide, "DynamoDB item sizes and formats".</summary>
public static class ItemSize
{
    /// <summary>The largest item, bytes.</summary>
    public const int Max = 400 * 1024;

    /// <summary>Bytes of an item: every attribute's name and value.</summary>
    public static int Of(IReadOnlyDictionary<string, AttributeValue> item) => item.Sum(static a => Encoding.UTF8.GetByteCount(a.Key) + Of(a.Value));

    private static int Of(AttributeValue value) => value switch
    {
        { S: { } text } => Encoding.UTF8.GetByteCount(text),
        { N: { } number } => OfNumber(number),
        { B: { } bytes } => (int)bytes.Length,
        { M: { Count: > 0 } map } => 3 + map.Sum(static m => 1 + Encoding.UTF8.GetByteCount(m.Key) + Of(m.Value)),
        { L: { Count: > 0 } list } => 3 + list.Sum(static l => 1 + Of(l)),
        { SS: { Count: > 0 } texts } => texts.Sum(Encoding.UTF8.GetByteCount),
        { NS: { Count: > 0 } numbers } => numbers.Sum(OfNumber),
        { BS: { Count: > 0 } blobs } => blobs.Sum(static b => (int)b.Length),
        _ => 1,   // a boolean or null
    };

    /// <summary>A byte for two significant digits and one more; the sign takes another.</summary>
    private static int OfNumber(string number)
    {
        var digits = number.Where(char.IsAsciiDigit).SkipWhile(static d => d == '0').Count();
        return (digits + 1) / 2 + 1 + (number.StartsWith('-') ? 1 : 0);
    }
}
