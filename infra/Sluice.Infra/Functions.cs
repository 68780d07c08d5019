using Amazon.CDK;
using Amazon.CDK.AWS.ECR;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Lambda.EventSources;
using Amazon.CDK.AWS.Logs;
using Amazon.CDK.AWS.S3;
using Amazon.CDK.AWS.SQS;
using Constructs;

namespace Sluice.Infra;

/// <summary>Makes functions: one role each, time, memory, concurrency and log retention said, traced.</summary>
internal sealed class Functions(Construct scope, CloudSettings settings)
{
    private readonly IBucket releases = Bucket.FromBucketName(scope, "Releases", Fn.Sub($"{settings.Prefix}-releases-${{AWS::AccountId}}-${{AWS::Region}}"));
    private readonly IRepository images = Repository.FromRepositoryName(scope, "Images", settings.Prefix);

    /// <summary>All functions made, by name.</summary>
    public Dictionary<string, Function> All { get; } = new(StringComparer.Ordinal);

    /// <summary>The app behind the Lambda Web Adapter: the same program as on one machine.</summary>
    public Function Api(IDictionary<string, string> environment) => Make("Api", 30, 1024, 100, new Dictionary<string, string>(environment)
    {
        ["AWS_LAMBDA_EXEC_WRAPPER"] = "/opt/bootstrap",
        ["AWS_LWA_PORT"] = "8080",
        ["AWS_LWA_READINESS_CHECK_PATH"] = "/health/ready",
        ["AWS_LWA_INVOKE_MODE"] = "buffered",
    });

    /// <summary>A worker: reads its queue over the runtime interface, not over HTTP, because a web adapter's answer 500 would count as done.</summary>
    public Function Worker(string name, int seconds, int concurrency, Queue? queue, IDictionary<string, string> environment)
    {
        var worker = Make(name, seconds, 512, concurrency, new Dictionary<string, string>(environment) { ["SLUICE_WORKER"] = name.ToLowerInvariant() });
        if (queue is null) return worker;
        worker.AddEventSource(new SqsEventSource(queue, new SqsEventSourceProps { BatchSize = 10, MaxConcurrency = Math.Max(2, concurrency / 2), ReportBatchItemFailures = true }));
        return worker;
    }

    private Function Make(string name, int seconds, int memoryMb, int concurrency, IDictionary<string, string> environment)
    {
        var logs = new LogGroup(scope, $"{name}Logs", new LogGroupProps { LogGroupName = $"/{settings.Prefix}/{name.ToLowerInvariant()}", Retention = RetentionDays.ONE_MONTH, RemovalPolicy = RemovalPolicy.DESTROY });
        var role = new Role(scope, $"{name}Role", new RoleProps { AssumedBy = new ServicePrincipal("lambda.amazonaws.com"), Description = $"What {name} may do" });
        logs.GrantWrite(role);
        var isWeb = name == "Api";
        Function function = settings.IsImage
            ? new DockerImageFunction(scope, name, new DockerImageFunctionProps
            {
                Code = DockerImageCode.FromEcr(images, new EcrImageCodeProps { TagOrDigest = settings.Release, Cmd = isWeb ? ["serve"] : ["worker"] }),
                Architecture = Architecture.ARM_64,
                Role = role,
                Timeout = Duration.Seconds(seconds),
                MemorySize = memoryMb,
                ReservedConcurrentExecutions = concurrency,
                Environment = environment,
                Tracing = Tracing.ACTIVE,
                LogGroup = logs,
            })
            : new Function(scope, name, new FunctionProps
            {
                Runtime = isWeb ? new Runtime("dotnet10", RuntimeFamily.DOTNET_CORE) : Runtime.PROVIDED_AL2023,
                Handler = isWeb ? "run.sh" : "bootstrap",
                Code = Code.FromBucket(releases, $"{settings.Release}/{(isWeb ? "api" : "worker")}.zip"),
                Architecture = Architecture.ARM_64,
                Layers = isWeb ? [LayerVersion.FromLayerVersionArn(scope, "WebAdapter", $"arn:{Aws.PARTITION}:lambda:{Aws.REGION}:753240598075:layer:LambdaAdapterLayerArm64:24")] : null,
                Role = role,
                Timeout = Duration.Seconds(seconds),
                MemorySize = memoryMb,
                ReservedConcurrentExecutions = concurrency,
                Environment = environment,
                Tracing = Tracing.ACTIVE,
                LogGroup = logs,
            });
        if (isWeb) function.CurrentVersion.ApplyRemovalPolicy(RemovalPolicy.RETAIN);
        return All[name] = function;
    }
}

/// <summary>What roles may do, said in few words.</summary>
internal static class Grants
{
    /// <summary>Reads and writes items of tables and their indexes; no scan, no table changes.</summary>
    public static void MayUse(this Function function, params Amazon.CDK.AWS.DynamoDB.Table[] tables)
    {
        function.AddToRolePolicy(new PolicyStatement(new PolicyStatementProps
        {
            Actions = ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem"],
            Resources = [.. tables.Select(static t => t.TableArn)],
        }));
        var indexed = tables.SelectMany(static t => TableFile.Load().Single(f => f.Name == t.Node.Id).Indexes?.Select(i => $"{t.TableArn}/index/{i.Name}") ?? []).ToArray();
        if (indexed.Length > 0) function.AddToRolePolicy(new PolicyStatement(new PolicyStatementProps { Actions = ["dynamodb:Query"], Resources = indexed }));
    }

    /// <summary>Uses the key for what other services encrypt with it (tables, queues, files), not by itself.</summary>
    public static void MayUseThroughServices(this Function function, Key key) => function.AddToRolePolicy(new PolicyStatement(new PolicyStatementProps
    {
        Actions = ["kms:Decrypt", "kms:GenerateDataKey"],
        Resources = [key.KeyArn],
        Conditions = new Dictionary<string, object>
        {
            ["StringLike"] = new Dictionary<string, object> { ["kms:ViaService"] = new[] { $"dynamodb.{Aws.REGION}.amazonaws.com", $"sqs.{Aws.REGION}.amazonaws.com", $"s3.{Aws.REGION}.amazonaws.com" } },
        },
    }));

    /// <summary>Makes or opens societies' data keys, bound to the encryption context of the app.</summary>
    public static void MayHandleDataKeys(this Function function, Key key, string action) => function.AddToRolePolicy(new PolicyStatement(new PolicyStatementProps
    {
        Actions = [action],
        Resources = [key.KeyArn],
        Conditions = new Dictionary<string, object>
        {
            ["StringEquals"] = new Dictionary<string, object> { ["kms:EncryptionContext:app"] = "sluice" },
            ["Null"] = new Dictionary<string, object> { ["kms:EncryptionContext:societyId"] = "false" },
        },
    }));

    /// <summary>Reads and writes files below folders.</summary>
    public static void MayUseFiles(this Function function, IBucket bucket, params string[] folders)
    {
        function.AddToRolePolicy(new PolicyStatement(new PolicyStatementProps { Actions = ["s3:GetObject", "s3:PutObject", "s3:PutObjectTagging", "s3:DeleteObject", "s3:AbortMultipartUpload"], Resources = [.. folders.Select(f => bucket.ArnForObjects(f + "/*"))] }));
        function.AddToRolePolicy(new PolicyStatement(new PolicyStatementProps
        {
            Actions = ["s3:ListBucket"],
            Resources = [bucket.BucketArn],
            Conditions = new Dictionary<string, object> { ["StringLike"] = new Dictionary<string, object> { ["s3:prefix"] = folders.Select(static f => f + "/*").ToArray() } },
        }));
    }

    /// <summary>Adds audit entries; cannot read, change or remove one.</summary>
    public static void MayAudit(this Function function, DataStack data)
    {
        function.AddToRolePolicy(new PolicyStatement(new PolicyStatementProps { Actions = ["s3:PutObject"], Resources = [data.Audit.ArnForObjects("*")] }));
        function.AddToRolePolicy(new PolicyStatement(new PolicyStatementProps { Actions = ["kms:GenerateDataKey"], Resources = [data.AuditKey.KeyArn] }));
    }

    /// <summary>Sends to queues.</summary>
    public static void MaySend(this Function function, params Queue[] queues) =>
        function.AddToRolePolicy(new PolicyStatement(new PolicyStatementProps { Actions = ["sqs:SendMessage"], Resources = [.. queues.Select(static q => q.QueueArn)] }));
}
