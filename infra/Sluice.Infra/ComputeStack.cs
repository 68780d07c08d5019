using Amazon.CDK;
using Amazon.CDK.AWS.CodeDeploy;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.Events.Targets;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Lambda;
using Constructs;

namespace Sluice.Infra;

/// <summary>What can be thrown away and made again: functions, the API, identity, events, the deploy role.</summary>
public sealed class ComputeStack : Stack
{
    private static readonly string[] DeployToolRoles = ["deploy", "file-publishing", "image-publishing", "lookup"];

    internal ComputeStack(Construct scope, string id, StackProps props, CloudSettings settings, DataStack data) : base(scope, id, props)
    {
        People = new(this, settings);
        Events = new(this, settings, data);
        Realtime = new(this, settings, data, People);
        Mail = new(this, settings);
        var environment = new Dictionary<string, string>
        {
            ["SLUICE_STORAGE"] = "aws",
            ["SLUICE_TABLE_PREFIX"] = settings.Prefix,
            ["SLUICE_FILES_BUCKET"] = data.Files.BucketName,
            ["SLUICE_AUDIT_BUCKET"] = data.Audit.BucketName,
            ["SLUICE_DATA_KEY"] = data.DataKey.KeyArn,
            ["SLUICE_EVENT_BUS"] = Events.Bus.EventBusName,
            ["SLUICE_ISSUER"] = People.Issuer,
            ["SLUICE_CLIENT_ID"] = People.Client.UserPoolClientId,
            ["SLUICE_PUBLIC_URL"] = settings.PublicUrl.AbsoluteUri,
        };
        foreach (var (name, queue) in data.Queues.Work) environment[$"SLUICE_QUEUE_{name.ToUpperInvariant()}"] = queue.QueueUrl;
        var functions = new Functions(this, settings);
        Api = functions.Api(environment);
        var tables = data.Tables.Values.ToArray();
        foreach (var (name, seconds) in WorkQueues.TimeoutSeconds) functions.Worker(name, seconds, name == "Decode" ? 40 : 10, data.Queues.Work[name], environment);
        functions.Worker("Nightly", 900, 1, null, environment);
        ((CfnFunction)functions.All["Nightly"].Node.DefaultChild!).DeadLetterConfig = new CfnFunction.DeadLetterConfigProperty { TargetArn = data.Queues.Dead["Notify"].QueueArn };
        functions.All["Nightly"].MaySend(data.Queues.Dead["Notify"]);
        Functions = functions.All;
        foreach (var function in Functions.Values)
        {
            function.MayUse(tables);
            function.MayUseThroughServices(data.DataKey);
            function.MayAudit(data);
        }
        // The API makes data keys and hands files out; only the decoding worker opens keys of meters.
        Api.MayHandleDataKeys(data.DataKey, "kms:GenerateDataKey");
        Functions["Decode"].MayHandleDataKeys(data.DataKey, "kms:Decrypt");
        Api.MaySend([.. data.Queues.Work.Values]);
        Functions["Decode"].MaySend(data.Queues.Work["Notify"]);
        Functions["Nightly"].MaySend(data.Queues.Work["Export"], data.Queues.Work["Notify"]);
        Api.MayUseFiles(data.Files, "societies", "temp-uploads", "templates");
        foreach (var name in new[] { "Decode", "Export", "Import", "Nightly" }) Functions[name].MayUseFiles(data.Files, "societies", "temp-uploads", "templates");
        Mail.MaySend(Functions["Notify"]);
        Realtime.MayPublish(Functions["Decode"]);
        _ = new Rule(this, "EachNight", new RuleProps
        {
            Description = "Daily export, packing of days, retention",
            Schedule = Schedule.Cron(new CronOptions { Hour = "19", Minute = "0" }),
            Targets = [new LambdaFunction(Functions["Nightly"], new LambdaFunctionProps { RetryAttempts = 2, DeadLetterQueue = Amazon.CDK.AWS.SQS.Queue.FromQueueArn(this, "NightlyDead", data.Queues.Dead["Notify"].QueueArn), MaxEventAge = Duration.Hours(6) })],
        });
        Live = new Alias(this, "Live", new AliasProps { AliasName = "live", Version = Api.CurrentVersion });
        Front = new(this, settings, data, Live);
        _ = new LambdaDeploymentGroup(this, "Canary", new LambdaDeploymentGroupProps
        {
            Alias = Live,
            DeploymentConfig = LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
            Alarms =
            [
                new Alarm(this, "CanaryErrors", new AlarmProps
                {
                    AlarmDescription = "The new version fails: deployment rolls back",
                    Metric = Live.MetricErrors(new MetricOptions { Period = Duration.Minutes(1), Statistic = "Sum" }),
                    Threshold = 1,
                    EvaluationPeriods = 1,
                    TreatMissingData = TreatMissingData.NOT_BREACHING,
                }),
            ],
            AutoRollback = new AutoRollbackConfig { DeploymentInAlarm = true, FailedDeployment = true, StoppedDeployment = true },
        });
        AddDeployRole(settings);
    }

    /// <summary>The app's function.</summary>
    public Function Api { get; }

    /// <summary>All functions by name.</summary>
    public IReadOnlyDictionary<string, Function> Functions { get; }

    /// <summary>The alias that calls go to; a deployment moves it.</summary>
    public Alias Live { get; }

    internal CloudPeople People { get; }

    internal CloudEvents Events { get; }

    internal CloudRealtime Realtime { get; }

    internal CloudMail Mail { get; }

    internal CloudFront Front { get; }

    /// <summary>One role that the repository's main branch may take, without any stored secret; it can only take the roles of the deployment tool.</summary>
    private void AddDeployRole(CloudSettings settings)
    {
        var provider = new CfnOIDCProvider(this, "Repository", new CfnOIDCProviderProps { Url = "https://token.actions.githubusercontent.com", ClientIdList = ["sts.amazonaws.com"] });
        var role = new Role(this, "Deploy", new RoleProps
        {
            RoleName = $"{settings.Prefix}-deploy",
            MaxSessionDuration = Duration.Hours(1),
            AssumedBy = new WebIdentityPrincipal(provider.AttrArn, new Dictionary<string, object>
            {
                ["StringEquals"] = new Dictionary<string, object>
                {
                    ["token.actions.githubusercontent.com:aud"] = "sts.amazonaws.com",
                    ["token.actions.githubusercontent.com:sub"] = $"repo:{settings.Repository}:ref:refs/heads/main",
                },
            }),
        });
        role.AddToPolicy(new PolicyStatement(new PolicyStatementProps
        {
            Actions = ["sts:AssumeRole"],
            Resources = [.. DeployToolRoles.Select(static kind => $"arn:{Aws.PARTITION}:iam::{Aws.ACCOUNT_ID}:role/cdk-hnb659fds-{kind}-role-{Aws.ACCOUNT_ID}-{Aws.REGION}")],
        }));
    }
}
