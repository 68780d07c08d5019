using Amazon.CDK;
using Amazon.CDK.AWS.APIGateway;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Logs;
using Amazon.CDK.AWS.WAFv2;
using Constructs;

namespace Sluice.Infra;

/// <summary>Where calls come in: a regional REST API of our own name with TLS 1.3 only, behind a web access control list.</summary>
internal sealed class CloudFront
{
    /// <summary>Calls of one address in five minutes.</summary>
    public const int CallsOfAnAddress = 3000;

    /// <summary>Calls of one token in five minutes: a tenant's program cannot use up the others' share.</summary>
    public const int CallsOfAToken = 6000;

    public CloudFront(Construct scope, CloudSettings settings, DataStack data, Alias live)
    {
        var certificate = new CfnParameter(scope, "CertificateArn", new CfnParameterProps { Type = "String", Description = "Certificate of the public name, in this region", AllowedPattern = "arn:aws[a-z-]*:acm:.+", Default = "arn:aws:acm:ap-south-1:000000000000:certificate/00000000-0000-0000-0000-000000000000" });
        var logs = new LogGroup(scope, "AccessLogs", new LogGroupProps { LogGroupName = $"/{settings.Prefix}/access", Retention = RetentionDays.THREE_MONTHS, RemovalPolicy = RemovalPolicy.DESTROY });
        Api = new RestApi(scope, "Rest", new RestApiProps
        {
            RestApiName = settings.Prefix,
            EndpointTypes = [EndpointType.REGIONAL],
            DisableExecuteApiEndpoint = true,
            CloudWatchRole = true,
            CloudWatchRoleRemovalPolicy = RemovalPolicy.DESTROY,
            BinaryMediaTypes = ["*/*"],
            MinCompressionSize = null,
            DeployOptions = new StageOptions
            {
                StageName = "live",
                TracingEnabled = true,
                ThrottlingRateLimit = 500,
                ThrottlingBurstLimit = 1000,
                LoggingLevel = MethodLoggingLevel.ERROR,
                DataTraceEnabled = false,   // bodies have meters' telegrams
                AccessLogDestination = new LogGroupLogDestination(logs),
                AccessLogFormat = AccessLogFormat.JsonWithStandardFields(),
            },
            DefaultMethodOptions = new MethodOptions { AuthorizationType = AuthorizationType.NONE },
        });
        Api.Root.AddMethod("ANY", new LambdaIntegration(live));
        Api.Root.AddProxy(new ProxyResourceOptions { AnyMethod = true, DefaultIntegration = new LambdaIntegration(live) });
        var domain = new DomainName_(scope, "Name", new DomainNameProps
        {
            DomainName = settings.PublicUrl.Host,
            EndpointType = EndpointType.REGIONAL,
            SecurityPolicy = SecurityPolicy.TLS_1_2,
            Certificate = Amazon.CDK.AWS.CertificateManager.Certificate.FromCertificateArn(scope, "Certificate", certificate.ValueAsString),
            Mapping = Api,
        });
        // Newer than this library: TLS 1.3 only.
        ((CfnDomainName)domain.Node.DefaultChild!).AddPropertyOverride("SecurityPolicy", "SecurityPolicy_TLS13_1_3_2025_09");
        ((CfnDomainName)domain.Node.DefaultChild!).AddPropertyOverride("EndpointAccessMode", "STRICT");
        var plan = Api.AddUsagePlan("Integrators", new UsagePlanProps
        {
            Name = $"{settings.Prefix}-integrators",
            Throttle = new ThrottleSettings { RateLimit = 50, BurstLimit = 100 },
            Quota = new QuotaSettings { Limit = 1_000_000, Period = Period.MONTH },
        });
        plan.AddApiStage(new UsagePlanPerApiStage { Stage = Api.DeploymentStage });
        Acl = AddAcl(scope, settings);
        _ = new CfnWebACLAssociation(scope, "Guard", new CfnWebACLAssociationProps { ResourceArn = Api.DeploymentStage.StageArn, WebAclArn = Acl.AttrArn });
        var blocked = new LogGroup(scope, "GuardLogs", new LogGroupProps { LogGroupName = $"aws-waf-logs-{settings.Prefix}", Retention = RetentionDays.ONE_MONTH, RemovalPolicy = RemovalPolicy.DESTROY });
        _ = new CfnLoggingConfiguration(scope, "GuardLogging", new CfnLoggingConfigurationProps
        {
            ResourceArn = Acl.AttrArn,
            LogDestinationConfigs = [$"arn:{Aws.PARTITION}:logs:{Aws.REGION}:{Aws.ACCOUNT_ID}:log-group:{blocked.LogGroupName}"],
            RedactedFields = new[] { new CfnLoggingConfiguration.FieldToMatchProperty { SingleHeader = new Dictionary<string, string> { ["Name"] = "authorization" } } },
        });
    }

    /// <summary>The API.</summary>
    public RestApi Api { get; }

    /// <summary>The access control list.</summary>
    public CfnWebACL Acl { get; }

    private static CfnWebACL AddAcl(Construct scope, CloudSettings settings)
    {
        var priority = 0;
        CfnWebACL.RuleProperty Managed(string name) => new()
        {
            Name = name,
            Priority = priority++,
            OverrideAction = new CfnWebACL.OverrideActionProperty { None = new Dictionary<string, object>() },
            Statement = new CfnWebACL.StatementProperty { ManagedRuleGroupStatement = new CfnWebACL.ManagedRuleGroupStatementProperty { VendorName = "AWS", Name = name, RuleActionOverrides = Overrides(name) } },
            VisibilityConfig = Seen(name),
        };
        CfnWebACL.RuleProperty Rate(string name, CfnWebACL.RateBasedStatementProperty statement) => new()
        {
            Name = name,
            Priority = priority++,
            Action = new CfnWebACL.RuleActionProperty
            {
                Block = new CfnWebACL.BlockActionProperty
                {
                    CustomResponse = new CfnWebACL.CustomResponseProperty { ResponseCode = 429, ResponseHeaders = new[] { new CfnWebACL.CustomHTTPHeaderProperty { Name = "Retry-After", Value = "60" } } },
                },
            },
            Statement = new CfnWebACL.StatementProperty { RateBasedStatement = statement },
            VisibilityConfig = Seen(name),
        };
        return new CfnWebACL(scope, "Acl", new CfnWebACLProps
        {
            Name = settings.Prefix,
            Scope = "REGIONAL",
            DefaultAction = new CfnWebACL.DefaultActionProperty { Allow = new CfnWebACL.AllowActionProperty() },
            VisibilityConfig = Seen("all"),
            Rules = new[]
            {
                Rate("calls-of-an-address", new CfnWebACL.RateBasedStatementProperty { AggregateKeyType = "IP", Limit = CallsOfAnAddress }),
                Rate("calls-of-a-token", new CfnWebACL.RateBasedStatementProperty
                {
                    AggregateKeyType = "CUSTOM_KEYS",
                    Limit = CallsOfAToken,
                    CustomKeys = new[]
                    {
                        new CfnWebACL.RateBasedStatementCustomKeyProperty
                        {
                            Header = new CfnWebACL.RateLimitHeaderProperty { Name = "authorization", TextTransformations = new[] { new CfnWebACL.TextTransformationProperty { Priority = 0, Type = "NONE" } } },
                        },
                    },
                }),
                Managed("AWSManagedRulesAmazonIpReputationList"),
                Managed("AWSManagedRulesCommonRuleSet"),
                Managed("AWSManagedRulesKnownBadInputsRuleSet"),
                Managed("AWSManagedRulesSQLiRuleSet"),
            },
        });
    }

    // Uploads of key files and batches are larger than the common rules allow; our own limits hold for them.
    private static CfnWebACL.RuleActionOverrideProperty[]? Overrides(string group) => group != "AWSManagedRulesCommonRuleSet" ? null
        : [new() { Name = "SizeRestrictions_BODY", ActionToUse = new CfnWebACL.RuleActionProperty { Count = new CfnWebACL.CountActionProperty() } }];

    private static CfnWebACL.VisibilityConfigProperty Seen(string name) => new() { CloudWatchMetricsEnabled = true, MetricName = name, SampledRequestsEnabled = false };
}
