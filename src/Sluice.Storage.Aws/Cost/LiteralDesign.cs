using Sluice.Storage.Aws.Dynamo;

namespace Sluice.Storage.Aws.Cost;

/// <summary>What the tables as first written down would cost: an item for each reading, a call for each telegram, the target list inside the round. For comparison only.</summary>
public static class LiteralDesign
{
    private const decimal Gb = 1024m * 1024 * 1024;

    /// <summary>Bytes of a target's id in the list: a UUID in a list of strings.</summary>
    private const int TargetBytes = 37;

    /// <summary>Targets of the greatest round.</summary>
    private const int MaxTargets = 10_000;

    /// <summary>Makes the bill.</summary>
    public static Bill Of(Workload load, PriceList prices)
    {
        var bill = new Bill(prices);
        var item = ItemSize.Of(LiteralReading());
        var calls = load.Readings + load.AppCalls;
        bill.Add("API Gateway", "a call for each telegram", "api.request", calls);
        bill.Add("WAF", "calls looked at", "waf.request", calls);
        bill.Add("Lambda", "calls, then workers", "lambda.request", calls + load.Readings);
        bill.Add("Lambda", "memory x time", "lambda.arm-gb-second", CostModel.MemoryGb * (calls * CostModel.CallSeconds + load.Readings * CostModel.CallSeconds));
        bill.Add("SQS", "send, receive, delete", "sqs.request", load.Readings * 3);
        bill.Add("DynamoDB", "write units: item and index by round", "dynamodb.write", load.Readings * CapacityUnits.Write(item) * 2);
        if (load.IsRounds)
        {
            // Each reading writes the round's item anew, its targets inside.
            var round = (int)Math.Min(load.Meters, MaxTargets) * TargetBytes;
            bill.Add("DynamoDB", "write units: progress of rounds", "dynamodb.write", load.Readings * CapacityUnits.Write(round));
        }
        bill.Add("DynamoDB", "read units", "dynamodb.read", load.AppCalls * 2);
        bill.Add("DynamoDB", "stored, middle of the first year", "dynamodb.storage-gb", load.Readings * item * 2 * 6 / Gb);
        bill.Add("DynamoDB", "point-in-time recovery", "dynamodb.pitr-gb", load.Readings * item * 6 / Gb);
        bill.Add("CloudWatch", "logs, a line a call", "logs.ingest-gb", (calls + load.Readings) * 400 / Gb + 1);
        bill.Add("KMS", "keys", "kms.key", 1);
        bill.Add("KMS", "a request for each reading's key", "kms.request", load.Readings);
        bill.Add("CloudWatch", "alarms", "cloudwatch.alarm", 10);
        bill.Add("WAF", "web access control list", "waf.acl", FixedParts.WebAcls);
        bill.Add("WAF", "rules", "waf.rule", FixedParts.WebAclRules);
        bill.Add("Cognito", "people", "cognito.user", load.Staff);
        return bill;
    }

    private static Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue> LiteralReading() => new()
    {
        ["societyId#meterId"] = new() { S = "green-park-phase-two#KAM.90000007" },
        ["timestamp"] = new() { S = "2026-11-01T10:15:00.000Z" },
        ["scanSessionId"] = new() { S = "01936f4e-7a00-7000-8000-000000000001" },
        ["consumption"] = new() { N = "1234.567" },
        ["rawTelegram"] = new() { S = new('0', 76) },
        ["decryptedData"] = new() { S = new('x', 420) },
        ["readingQuality"] = new() { S = "good" },
        ["gpsLocation"] = new() { M = new() { ["lat"] = new() { N = "18.520430" }, ["lng"] = new() { N = "73.856744" } } },
    };
}
