using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.SQS;
using Constructs;

namespace Sluice.Infra;

/// <summary>The queues between the API and its workers, each with a dead-letter queue.</summary>
public sealed class WorkQueues
{
    /// <summary>The work there is, with the seconds a worker may take: what a queue hides is six times that.</summary>
    public static IReadOnlyDictionary<string, int> TimeoutSeconds { get; } = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["Decode"] = 60,
        ["Export"] = 900,
        ["Import"] = 900,
        ["Notify"] = 60,
    };

    internal WorkQueues(Construct scope, CloudSettings settings, Key key)
    {
        foreach (var (name, seconds) in TimeoutSeconds)
        {
            var dead = new Queue(scope, $"{name}Dead", new QueueProps
            {
                QueueName = $"{settings.Prefix}-{name.ToLowerInvariant()}-dead",
                Encryption = QueueEncryption.KMS,
                EncryptionMasterKey = key,
                DataKeyReuse = Duration.Hours(1),
                EnforceSSL = true,
                RetentionPeriod = Duration.Days(14),
                VisibilityTimeout = Duration.Seconds(seconds * 6),
            });
            Dead[name] = dead;
            Work[name] = new Queue(scope, $"{name}Queue", new QueueProps
            {
                QueueName = $"{settings.Prefix}-{name.ToLowerInvariant()}",
                Encryption = QueueEncryption.KMS,
                EncryptionMasterKey = key,
                DataKeyReuse = Duration.Hours(1),
                EnforceSSL = true,
                RetentionPeriod = Duration.Days(14),
                VisibilityTimeout = Duration.Seconds(seconds * 6),
                DeadLetterQueue = new DeadLetterQueue { Queue = dead, MaxReceiveCount = 5 },
            });
        }
        foreach (var queue in new[] { Work["Notify"], Dead["Notify"] }) LetTheBusSend(queue);
        key.AddToResourcePolicy(new PolicyStatement(new PolicyStatementProps
        {
            Sid = "BusSendsToQueues",
            Principals = [new ServicePrincipal("events.amazonaws.com")],
            Actions = ["kms:Decrypt", "kms:GenerateDataKey"],
            Resources = ["*"],   // of this key: a key's policy knows no other
            Conditions = OfThisAccount,
        }));
    }

    private static Dictionary<string, object> OfThisAccount => new() { ["StringEquals"] = new Dictionary<string, object> { ["aws:SourceAccount"] = Aws.ACCOUNT_ID } };

    /// <summary>What waits, by kind of work. Producers set MessageGroupId to the society: one with much to do does not hold back the others.</summary>
    public Dictionary<string, Queue> Work { get; } = new(StringComparer.Ordinal);

    /// <summary>What could not be done, by kind of work.</summary>
    public Dictionary<string, Queue> Dead { get; } = new(StringComparer.Ordinal);

    private static void LetTheBusSend(Queue queue) => queue.AddToResourcePolicy(new PolicyStatement(new PolicyStatementProps
    {
        Sid = "Bus",
        Principals = [new ServicePrincipal("events.amazonaws.com")],
        Actions = ["sqs:SendMessage"],
        Resources = [queue.QueueArn],
        Conditions = OfThisAccount,
    }));
}
