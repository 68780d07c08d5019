using Amazon.CDK;
using Amazon.CDK.AWS.DynamoDB;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.S3;
using Constructs;

namespace Sluice.Infra;

/// <summary>What must never be lost: tables, files, keys, backups. Everything here is kept when the stack is deleted.</summary>
public sealed class DataStack : Stack
{
    internal DataStack(Construct scope, string id, StackProps props, CloudSettings settings) : base(scope, id, props)
    {
        DataKey = NewKey("DataKey", settings, "data", "Wraps one data key for each society; tables, files and queues are encrypted with it");
        AuditKey = NewKey("AuditKey", settings, "audit", "Audit files and backups: those who run the app cannot use it to change what was written");
        AccessLogs = new Bucket(this, "AccessLogs", new BucketProps
        {
            BlockPublicAccess = BlockPublicAccess.BLOCK_ALL,
            Encryption = BucketEncryption.S3_MANAGED,   // logs are delivered to no other kind of bucket
            EnforceSSL = true,
            Versioned = true,
            ObjectOwnership = ObjectOwnership.BUCKET_OWNER_ENFORCED,
            RemovalPolicy = RemovalPolicy.RETAIN,
            LifecycleRules = [new LifecycleRule { Id = "logs", Expiration = Duration.Days(90), NoncurrentVersionExpiration = Duration.Days(7), AbortIncompleteMultipartUploadAfter = Duration.Days(1) }],
        });
        Files = NewBucket("Files", DataKey, "files/", locked: false,
        [
            Rule("telegrams-cold", "societies/*/telegrams/", null, 30),
            Rule("temp-uploads", "temp-uploads/", 7),
            Rule("exports", "societies/", null),
        ]);
        Audit = NewBucket("Audit", AuditKey, "audit/", locked: true, [Rule("audit-cold", "", null, 90)]);
        Tables = TableFile.Load().ToDictionary(static t => t.Name, t => NewTable(t, settings));
        Queues = new(this, settings, DataKey);
        Backups = new BackupPlan(this, settings, AuditKey, [.. TableFile.Load().Where(static t => t.Small).Select(t => (ITable)Tables[t.Name])], Files);
    }

    /// <summary>Encrypts what people and meters gave us.</summary>
    public Key DataKey { get; }

    /// <summary>Encrypts audit files and backups.</summary>
    public Key AuditKey { get; }

    /// <summary>Who asked for which file.</summary>
    public Bucket AccessLogs { get; }

    /// <summary>The files, in the owner's layout.</summary>
    public Bucket Files { get; }

    /// <summary>The audit log: written once, changed by nobody for its time.</summary>
    public Bucket Audit { get; }

    /// <summary>The tables, by the names of <c>tables.json</c>.</summary>
    public IReadOnlyDictionary<string, Amazon.CDK.AWS.DynamoDB.Table> Tables { get; }

    /// <summary>The queues.</summary>
    public WorkQueues Queues { get; }

    /// <summary>The backups.</summary>
    public BackupPlan Backups { get; }

    private static LifecycleRule Rule(string id, string prefix, int? days, int? coldAfter = null)
    {
        // S3 prefixes know no wildcard: objects to go cold carry a tag.
        var isTagged = prefix.Contains('*', StringComparison.Ordinal);
        return new LifecycleRule
        {
            Id = id,
            Prefix = isTagged || prefix.Length == 0 ? null : prefix,
            TagFilters = isTagged ? new Dictionary<string, object> { ["class"] = "telegrams" } : null,
            Expiration = days is { } end ? Duration.Days(end) : isTagged ? Duration.Days(396) : null,
            Transitions = coldAfter is { } cold ? [new Transition { StorageClass = StorageClass.GLACIER_INSTANT_RETRIEVAL, TransitionAfter = Duration.Days(cold) }] : null,
            NoncurrentVersionExpiration = Duration.Days(30),
            AbortIncompleteMultipartUploadAfter = isTagged ? null : Duration.Days(1),
        };
    }

    private Key NewKey(string id, CloudSettings settings, string alias, string description) => new(this, id, new KeyProps
    {
        Alias = $"alias/{settings.Prefix}-{alias}",
        Description = description,
        EnableKeyRotation = true,
        PendingWindow = Duration.Days(30),
        RemovalPolicy = RemovalPolicy.RETAIN,
    });

    private Bucket NewBucket(string id, Key key, string logs, bool locked, LifecycleRule[] rules) => new(this, id, new BucketProps
    {
        BlockPublicAccess = BlockPublicAccess.BLOCK_ALL,
        Encryption = BucketEncryption.KMS,
        EncryptionKey = key,
        BucketKeyEnabled = true,
        EnforceSSL = true,
        MinimumTLSVersion = 1.2,
        Versioned = true,
        ObjectOwnership = ObjectOwnership.BUCKET_OWNER_ENFORCED,
        ObjectLockEnabled = locked,
        ObjectLockDefaultRetention = locked ? ObjectLockRetention.Governance(Duration.Days(400)) : null,
        ServerAccessLogsBucket = AccessLogs,
        ServerAccessLogsPrefix = logs,
        RemovalPolicy = RemovalPolicy.RETAIN,
        LifecycleRules = rules,
    });

    private Amazon.CDK.AWS.DynamoDB.Table NewTable(TableFile file, CloudSettings settings)
    {
        var table = new Amazon.CDK.AWS.DynamoDB.Table(this, file.Name, new TableProps
        {
            TableName = $"{settings.Prefix}-{file.Name}",
            PartitionKey = Text(file.Partition),
            SortKey = Text(file.Sort),
            BillingMode = BillingMode.PAY_PER_REQUEST,
            Encryption = TableEncryption.CUSTOMER_MANAGED,
            EncryptionKey = DataKey,
            PointInTimeRecovery = file.Small,
            DeletionProtection = true,
            RemovalPolicy = RemovalPolicy.RETAIN,
            TimeToLiveAttribute = file.Ttl ? "ttl" : null,
            Stream = file.Stream ? StreamViewType.NEW_AND_OLD_IMAGES : null,
        });
        foreach (var index in file.Indexes ?? [])
            table.AddGlobalSecondaryIndex(new GlobalSecondaryIndexProps { IndexName = index.Name, PartitionKey = Text(index.Partition), SortKey = Text(index.Sort) });
        return table;
    }

    private static Amazon.CDK.AWS.DynamoDB.Attribute Text(string name) => new() { Name = name, Type = AttributeType.STRING };
}
