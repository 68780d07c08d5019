using Amazon.CDK;
using Amazon.CDK.AWS.Budgets;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.CloudWatch.Actions;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.SNS;
using Amazon.CDK.AWS.SNS.Subscriptions;
using Amazon.CDK.AWS.XRay;
using Constructs;

namespace Sluice.Infra;

/// <summary>Who tells us: alarms, one dashboard, the budget, what is traced.</summary>
public sealed class WatchStack : Stack
{
    /// <summary>The namespace of the app's own metrics.</summary>
    public const string Metrics = "Sluice";

    private readonly Topic topic;
    private readonly List<IMetric> age = [], failures = [];

    internal WatchStack(Construct scope, string id, StackProps props, CloudSettings settings, DataStack data, ComputeStack compute) : base(scope, id, props)
    {
        topic = new Topic(this, "Alarms", new TopicProps { TopicName = $"{settings.Prefix}-alarms", MasterKey = data.AuditKey, EnforceSSL = true });
        topic.AddSubscription(new EmailSubscription(settings.AlarmMail));
        data.AuditKey.GrantEncryptDecrypt(new ServicePrincipal("cloudwatch.amazonaws.com"));
        foreach (var (name, function) in compute.Functions) WatchFunction(name, function);
        foreach (var name in WorkQueues.TimeoutSeconds.Keys) WatchQueue(name, data);
        foreach (var (name, table) in data.Tables)
            Raise($"{name}Throttled", $"Table {name} refuses calls: a hot partition, or more than it scales to at once", 1, 3,
                new Metric(new MetricProps { Namespace = "AWS/DynamoDB", MetricName = "ThrottledRequests", DimensionsMap = Dimension("TableName", table.TableName), Statistic = "Sum", Period = Duration.Minutes(5) }));
        var api = compute.Front.Api;
        Raise("ServerErrors", "The API fails", 5, 2, api.MetricServerError(new MetricOptions { Period = Duration.Minutes(5), Statistic = "Sum" }));
        Raise("SlowCalls", "One call in a hundred takes longer than 2 s", 2000, 3, api.MetricLatency(new MetricOptions { Period = Duration.Minutes(5), Statistic = "p99" }));
        Raise("GatewaySilent", "A gateway has not been heard for an hour: see the runbook gateway-silent", 1, 1, Own("GatewaysSilent", "Maximum"));
        Raise("UndecodedRising", "Many telegrams cannot be decoded: a key file is missing, or a format is new", 1000, 2, Own("Undecoded", "Sum"));
        Raise("LoginFailures", "Many logins fail: somebody guesses", 100, 1, Own("LoginFailures", "Sum"));
        Raise("BackupFailed", "A backup was not made", 1, 1, new Metric(new MetricProps { Namespace = "AWS/Backup", MetricName = "NumberOfBackupJobsFailed", Statistic = "Sum", Period = Duration.Hours(24) }));
        AddDashboard(settings, compute);
        AddBudget(settings);
        _ = new CfnSamplingRule(this, "Sampling", new CfnSamplingRuleProps
        {
            SamplingRule = new CfnSamplingRule.SamplingRuleProperty
            {
                RuleName = settings.Prefix,
                Priority = 100,
                ReservoirSize = 1,
                FixedRate = 0.05,
                Version = 1,
                ServiceName = "*",
                ServiceType = "*",
                Host = "*",
                HttpMethod = "*",
                UrlPath = "*",
                ResourceArn = "*",
            },
        });
    }

    private void WatchFunction(string name, Function function)
    {
        var errors = function.MetricErrors(new MetricOptions { Period = Duration.Minutes(5), Statistic = "Sum" });
        failures.Add(errors);
        Raise($"{name}Errors", $"{name} fails", 3, 2, errors);
        Raise($"{name}Throttles", $"{name} is held back: more runs at once than reserved", 1, 3, function.MetricThrottles(new MetricOptions { Period = Duration.Minutes(5), Statistic = "Sum" }));
        var limitMs = (name == "Api" ? 30 : WorkQueues.TimeoutSeconds.GetValueOrDefault(name, 900)) * 1000;
        Raise($"{name}Slow", $"{name} comes near its time limit", limitMs * 0.8, 3, function.MetricDuration(new MetricOptions { Period = Duration.Minutes(5), Statistic = "p99" }));
    }

    private void WatchQueue(string name, DataStack data)
    {
        var oldest = data.Queues.Work[name].MetricApproximateAgeOfOldestMessage(new MetricOptions { Period = Duration.Minutes(5), Statistic = "Maximum" });
        age.Add(oldest);
        Raise($"{name}Waits", $"Work for {name} waits: workers are too few or fail", 900, 2, oldest);
        Raise($"{name}DeadLetters", $"Work for {name} was given up: see the runbook dead-letters", 1, 1, data.Queues.Dead[name].MetricApproximateNumberOfMessagesVisible(new MetricOptions { Period = Duration.Minutes(5), Statistic = "Maximum" }));
    }

    private void Raise(string id, string description, double threshold, int periods, IMetric metric)
    {
        var alarm = new Alarm(this, id, new AlarmProps
        {
            AlarmDescription = description,
            Metric = metric,
            Threshold = threshold,
            EvaluationPeriods = periods,
            ComparisonOperator = ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            TreatMissingData = TreatMissingData.NOT_BREACHING,
        });
        alarm.AddAlarmAction(new SnsAction(topic));
        alarm.AddOkAction(new SnsAction(topic));
    }

    private void AddDashboard(CloudSettings settings, ComputeStack compute)
    {
        var dashboard = new Dashboard(this, "Dashboard", new DashboardProps { DashboardName = settings.Prefix });
        dashboard.AddWidgets(
            new GraphWidget(new GraphWidgetProps { Title = "Telegrams and readings", Left = [Own("Telegrams", "Sum"), Own("Readings", "Sum")], Width = 12 }),
            new GraphWidget(new GraphWidgetProps { Title = "Undecoded, silent gateways", Left = [Own("Undecoded", "Sum"), Own("GatewaysSilent", "Maximum")], Width = 12 }),
            new GraphWidget(new GraphWidgetProps { Title = "Calls, ms", Left = [compute.Front.Api.MetricLatency(new MetricOptions { Statistic = "p50" }), compute.Front.Api.MetricLatency(new MetricOptions { Statistic = "p99" })], Width = 8 }),
            new GraphWidget(new GraphWidgetProps { Title = "Oldest waiting work, s", Left = [.. age], Width = 8 }),
            new GraphWidget(new GraphWidgetProps { Title = "Failures", Left = [.. failures], Width = 8 }));
    }

    private void AddBudget(CloudSettings settings) => _ = new CfnBudget(this, "Budget", new CfnBudgetProps
    {
        Budget = new CfnBudget.BudgetDataProperty
        {
            BudgetName = settings.Prefix,
            BudgetType = "COST",
            TimeUnit = "MONTHLY",
            BudgetLimit = new CfnBudget.SpendProperty { Amount = settings.BudgetUsd, Unit = "USD" },
        },
        NotificationsWithSubscribers = new[] { Notice("FORECASTED", 100, settings), Notice("ACTUAL", 80, settings) },
    });

    private static CfnBudget.NotificationWithSubscribersProperty Notice(string type, int percent, CloudSettings settings) => new()
    {
        Notification = new CfnBudget.NotificationProperty { NotificationType = type, ComparisonOperator = "GREATER_THAN", Threshold = percent, ThresholdType = "PERCENTAGE" },
        Subscribers = new[] { new CfnBudget.SubscriberProperty { SubscriptionType = "EMAIL", Address = settings.AlarmMail } },
    };

    private static Metric Own(string name, string statistic) => new(new MetricProps { Namespace = Metrics, MetricName = name, Statistic = statistic, Period = Duration.Minutes(5) });

    private static Dictionary<string, string> Dimension(string name, string value) => new() { [name] = value };
}
