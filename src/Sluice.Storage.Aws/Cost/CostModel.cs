using Sluice.Storage.Aws.Dynamo;

namespace Sluice.Storage.Aws.Cost;

/// <summary>The monthly bill of the cloud design: what comes in by <see cref="Workload"/>, times what it uses by <see cref="CountedUnits"/>, times the price.</summary>
/// <remarks>Assumptions are the named constants here and in <see cref="Workload"/>; everything about items is counted.</remarks>
public static class CostModel
{
    /// <summary>Memory of every function, GB.</summary>
    public const decimal MemoryGb = 0.5m;

    /// <summary>Seconds of a call of the API.</summary>
    public const decimal CallSeconds = 0.04m;

    /// <summary>Seconds of the worker for an upload: reading the key table and decoding take 1 ms, writing the rest.</summary>
    public const decimal UploadSeconds = 0.03m;

    /// <summary>Bytes an archived telegram takes with its time, receiver and signal, compressed.</summary>
    public const decimal ArchivedTelegramBytes = 64;

    /// <summary>Months a telegram is kept: one at hand, the others cold.</summary>
    public const int ArchiveMonths = 13;

    /// <summary>Days a packed day stays in the table; older ones are files.</summary>
    public const int HotDays = 40;

    /// <summary>Bytes of configuration of a meter: itself, its two indexes, its flat, its key.</summary>
    public const decimal ConfigurationBytes = 1_600;

    private const decimal Gb = 1024m * 1024 * 1024;

    /// <summary>Makes the bill.</summary>
    public static Bill Of(Workload load, PriceList prices)
    {
        var counted = CountedUnits.Of(load.IntervalsPerDay);
        var bill = new Bill(prices);
        AddCalls(bill, load);
        AddTables(bill, load, counted);
        AddFiles(bill, load);
        AddEvents(bill, load);
        AddWatch(bill, load);
        AddFixed(bill, load);
        return bill;
    }

    private static void AddCalls(Bill bill, Workload load)
    {
        var calls = load.Uploads + load.AppCalls;
        bill.Add("API Gateway", "calls: uploads and the app's", "api.request", calls);
        bill.Add("WAF", "calls looked at", "waf.request", calls);
        bill.Add("Lambda", "calls and worker runs", "lambda.request", calls + load.Runs);
        bill.Add("Lambda", "memory x time", "lambda.arm-gb-second", MemoryGb * (calls * CallSeconds + load.Uploads * UploadSeconds));
        // An upload is sent alone, received and deleted ten at a time.
        bill.Add("SQS", "requests", "sqs.request", load.Uploads + load.Runs * 2);
        bill.Add("SQS", "sends with a fair group", "sqs.fair-request", load.Uploads);
    }

    private static void AddTables(Bill bill, Workload load, CountedUnits counted)
    {
        decimal writes, reads = load.AppCalls * 2, stored;
        if (load.IsRounds)
        {
            writes = load.Readings * counted.RoundReadingWrite + load.Uploads * counted.RoundBatchWrite;
            reads += load.Uploads * 2 * CapacityUnits.Read(counted.RoundChunkBytes, consistent: true);
            stored = load.Readings * counted.RoundReadingBytes * 25;
        }
        else
        {
            var days = load.Meters * Workload.Days;
            writes = load.Uploads * counted.HotPageWrite + days * counted.DayWrite;
            reads += load.Uploads * CapacityUnits.Read(counted.HotPageBytes, consistent: true);
            stored = (decimal)load.Meters * HotDays * counted.DayBytes + Math.Ceiling((decimal)load.Meters / Workload.UploadTelegrams) * counted.HotPageBytes;
        }
        var configuration = load.Meters * ConfigurationBytes;
        bill.Add("DynamoDB", "write units", "dynamodb.write", writes + load.Meters * 0.1m);
        bill.Add("DynamoDB", "read units", "dynamodb.read", reads);
        bill.Add("DynamoDB", "stored", "dynamodb.storage-gb", (stored + configuration) / Gb);
        bill.Add("DynamoDB", "point-in-time recovery of the small tables", "dynamodb.pitr-gb", configuration / Gb);
        bill.Add("Backup", "daily, 35 days", "backup.storage-gb", configuration * 2 / Gb);
        bill.Add("Backup", "copy in another region", "backup.copy-gb", configuration * 2 / Gb);
        bill.Add("KMS", "requests: data keys are cached", "kms.request", load.Runs * 0.1m + load.AppCalls * 0.01m);
    }

    private static void AddFiles(Bill bill, Workload load)
    {
        var month = load.Telegrams * ArchivedTelegramBytes / Gb;
        bill.Add("S3", "telegrams and exports at hand", "s3.storage-gb", month * 2 + 1);
        bill.Add("S3", "telegrams of the year before", "s3.cold-gb", month * (ArchiveMonths - 1));
        bill.Add("S3", "puts: one a worker run, exports", "s3.put", load.Runs + load.Staff * 20);
        bill.Add("S3", "gets", "s3.get", load.Runs + load.Staff * 200);
        bill.Add("Transfer", "to browsers and phones", "transfer.out-gb", load.AppCalls * 12_000 / Gb + load.Staff * 8_000_000 / Gb);
    }

    private static void AddEvents(Bill bill, Workload load)
    {
        // Rounds tell their progress once a batch; gateways' readings make no event, alerts and jobs do: one for ten meters.
        var events = (load.IsRounds ? load.Uploads : 0) + load.Meters * 0.1m;
        bill.Add("EventBridge", "events", "eventbridge.event", events);
        bill.Add("EventBridge", "pipes", "pipes.request", events);
        bill.Add("AppSync", "live messages, three who watch", "appsync.message", events * 3);
        bill.Add("SES", "mails", "ses.mail", load.Staff * 20);
        bill.Add("Cognito", "people", "cognito.user", load.Staff);
    }

    private static void AddWatch(Bill bill, Workload load)
    {
        bill.Add("CloudWatch", "logs, one line a batch", "logs.ingest-gb", (load.Uploads * 300 + load.Runs * 400 + load.AppCalls * 400) / Gb + 1);
        bill.Add("X-Ray", "traces, one a second at most", "xray.trace", Math.Min((load.Uploads + load.AppCalls) * 0.05m, Workload.Days * 86_400));
        bill.Add("CloudWatch", "alarms", "cloudwatch.alarm", FixedParts.Alarms);
        bill.Add("CloudWatch", "metrics", "cloudwatch.metric", FixedParts.Metrics);
        bill.Add("CloudWatch", "dashboards", "cloudwatch.dashboard", FixedParts.Dashboards);
    }

    private static void AddFixed(Bill bill, Workload load)
    {
        bill.Add("WAF", "web access control list", "waf.acl", FixedParts.WebAcls);
        bill.Add("WAF", "rules", "waf.rule", FixedParts.WebAclRules);
        bill.Add("KMS", "keys", "kms.key", FixedParts.Keys + FixedParts.KeyReplicas);
        bill.Add("Route 53", "zone", "route53.zone", 1);
        bill.Add("ECR", "image", "ecr.storage-gb", 0.5m);
    }
}
