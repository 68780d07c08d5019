using Amazon.CDK;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.Events.Targets;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Pipes;
using Amazon.CDK.AWS.SQS;
using Constructs;
using EventBus = Amazon.CDK.AWS.Events.EventBus;

namespace Sluice.Infra;

/// <summary>Change -> stream -> pipe -> bus: what changed in the small tables becomes an event; the bus hands it to the notifying worker and keeps it for a replay.</summary>
internal sealed class CloudEvents
{
    private static readonly string[] Followed = ["MeterConfigurations", "ScanSessions", "Tenancy"];

    public CloudEvents(Construct scope, CloudSettings settings, DataStack data)
    {
        Bus = new EventBus(scope, "Bus", new Amazon.CDK.AWS.Events.EventBusProps { EventBusName = settings.Prefix });
        _ = new Archive(scope, "BusArchive", new ArchiveProps { SourceEventBus = Bus, EventPattern = new EventPattern { Source = ["sluice"] }, Retention = Duration.Days(30) });
        foreach (var name in Followed)
        {
            var table = data.Tables[name];
            var role = new Role(scope, $"{name}PipeRole", new RoleProps { AssumedBy = new ServicePrincipal("pipes.amazonaws.com") });
            role.AddToPolicy(new PolicyStatement(new PolicyStatementProps { Actions = ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"], Resources = [table.TableStreamArn!] }));
            role.AddToPolicy(new PolicyStatement(new PolicyStatementProps { Actions = ["events:PutEvents"], Resources = [Bus.EventBusArn] }));
            role.AddToPolicy(new PolicyStatement(new PolicyStatementProps { Actions = ["sqs:SendMessage"], Resources = [data.Queues.Dead["Notify"].QueueArn] }));
            role.AddToPolicy(new PolicyStatement(new PolicyStatementProps { Actions = ["kms:Decrypt", "kms:GenerateDataKey"], Resources = [data.DataKey.KeyArn] }));
            var pipe = new CfnPipe(scope, $"{name}Pipe", new CfnPipeProps
            {
                Name = $"{settings.Prefix}-{name}",
                RoleArn = role.RoleArn,
                Source = table.TableStreamArn!,
                SourceParameters = new CfnPipe.PipeSourceParametersProperty
                {
                    DynamoDbStreamParameters = new CfnPipe.PipeSourceDynamoDBStreamParametersProperty
                    {
                        StartingPosition = "LATEST",
                        BatchSize = 10,
                        MaximumRetryAttempts = 5,
                        OnPartialBatchItemFailure = "AUTOMATIC_BISECT",
                        DeadLetterConfig = new CfnPipe.DeadLetterConfigProperty { Arn = data.Queues.Dead["Notify"].QueueArn },
                    },
                },
                Target = Bus.EventBusArn,
                TargetParameters = new CfnPipe.PipeTargetParametersProperty
                {
                    EventBridgeEventBusParameters = new CfnPipe.PipeTargetEventBridgeEventBusParametersProperty { Source = "sluice", DetailType = $"{name}.changed" },
                },
            });
            pipe.Node.AddDependency(role);
        }
        // By their names: a rule that grants itself would tie the data stack to this one.
        var notify = Queue.FromQueueArn(scope, "NotifyTarget", data.Queues.Work["Notify"].QueueArn);
        var dead = Queue.FromQueueArn(scope, "NotifyDeadTarget", data.Queues.Dead["Notify"].QueueArn);
        _ = new Rule(scope, "ToNotify", new RuleProps
        {
            EventBus = Bus,
            EventPattern = new EventPattern { Source = ["sluice"] },
            Targets = [new SqsQueue(notify, new SqsQueueProps { DeadLetterQueue = dead, RetryAttempts = 5 })],
        });
    }

    public EventBus Bus { get; }
}
