using System.Text.Json.Nodes;

namespace Sluice.Infra.Tests;

/// <summary>What must hold of the templates. Numbers are those of the table in docs/cloud.md.</summary>
public class AcceptanceTests(Templates templates)
{
    private static readonly string[] OnlyWithoutResource = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"];

    private static IEnumerable<string> Strings(JsonNode? node) => node switch { null => [], JsonArray array => array.SelectMany(Strings), JsonValue value => [value.ToString()], var o => [o.ToJsonString()] };

    private IEnumerable<(Resource Policy, JsonObject Statement)> Allowed() =>
        from policy in templates.Of("AWS::IAM::Policy")
        from statement in policy["PolicyDocument/Statement"]!.AsArray()
        where statement!["Effect"]!.ToString() == "Allow"
        select (policy, statement!.AsObject());

    private IEnumerable<Resource> PoliciesOf(string function) => templates.Of("AWS::IAM::Policy").Where(p => p.Id.StartsWith(function + "Role", StringComparison.Ordinal));

    [Fact]
    public void P01_Each_function_has_its_own_role_and_nothing_is_allowed_on_everything()
    {
        var roles = templates.Of("AWS::Lambda::Function").Select(static f => f.Text("Role")).ToList();
        Assert.Equal(roles.Count, roles.Distinct().Count());
        foreach (var (policy, statement) in Allowed())
        {
            Assert.DoesNotContain(Strings(statement["Action"]), static a => a.Contains('*', StringComparison.Ordinal));
            if (Strings(statement["Resource"]).Contains("*")) Assert.True(Strings(statement["Action"]).All(OnlyWithoutResource.Contains), $"{policy}: {statement.ToJsonString()}");
        }
    }

    [Fact]
    public void P02_Partition_keys_lead_with_the_society()
    {
        foreach (var table in templates.Of("AWS::DynamoDB::Table"))
            Assert.StartsWith("societyId", table["KeySchema"]!.AsArray().Single(static k => k!["KeyType"]!.ToString() == "HASH")!["AttributeName"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void P04_Small_tables_can_go_back_in_time_and_no_table_can_be_deleted()
    {
        foreach (var table in templates.Of("AWS::DynamoDB::Table"))
        {
            Assert.Equal("true", table.Text("DeletionProtectionEnabled"));
            Assert.Equal("Retain", table.DeletionPolicy);
            var isRebuilt = table.Id.StartsWith("MeterReadings", StringComparison.Ordinal) || table.Id.StartsWith("ReadingsHot", StringComparison.Ordinal);
            Assert.Equal(!isRebuilt, table.Text("PointInTimeRecoverySpecification/PointInTimeRecoveryEnabled") == "true");
        }
    }

    [Fact]
    public void P05_Buckets_are_private_encrypted_versioned_and_forget_by_rule()
    {
        foreach (var bucket in templates.Of("AWS::S3::Bucket"))
        {
            foreach (var block in new[] { "BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets" }) Assert.Equal("true", bucket.Text("PublicAccessBlockConfiguration/" + block));
            Assert.Equal("Enabled", bucket.Text("VersioningConfiguration/Status"));
            Assert.NotEmpty(bucket.Text("BucketEncryption/ServerSideEncryptionConfiguration/0/ServerSideEncryptionByDefault/SSEAlgorithm"));
            Assert.NotEmpty(bucket["LifecycleConfiguration/Rules"]!.AsArray());
            Assert.Equal("Retain", bucket.DeletionPolicy);
        }
        var tlsOnly = templates.Of("AWS::S3::BucketPolicy").Where(static p => p.Properties.ToJsonString().Contains("aws:SecureTransport", StringComparison.Ordinal));
        Assert.Equal(templates.Of("AWS::S3::Bucket").Count, tlsOnly.Count());
    }

    [Fact]
    public void P06_The_audit_log_is_locked_and_functions_can_only_add_to_it()
    {
        var audit = Assert.Single(templates.Of("AWS::S3::Bucket"), static b => b.Id.StartsWith("Audit", StringComparison.Ordinal));
        Assert.Equal("true", audit.Text("ObjectLockEnabled"));
        Assert.Equal(400, audit.Number("ObjectLockConfiguration/Rule/DefaultRetention/Days"));
        foreach (var (policy, statement) in Allowed().Where(static a => a.Statement["Resource"]!.ToJsonString().Contains("FnGetAttAudit", StringComparison.Ordinal) && !a.Statement["Resource"]!.ToJsonString().Contains("AuditKey", StringComparison.Ordinal)))
            Assert.True(Strings(statement["Action"]).SequenceEqual(["s3:PutObject"]), $"{policy} may {statement["Action"]!.ToJsonString()} on the audit log");
    }

    [Fact]
    public void P07_Keys_rotate_and_only_the_decoding_worker_opens_meters_keys()
    {
        foreach (var key in templates.Of("AWS::KMS::Key")) Assert.Equal("true", key.Text("EnableKeyRotation"));
        var openers = Allowed()
            .Where(static a => Strings(a.Statement["Action"]).Contains("kms:Decrypt") && a.Statement["Condition"]?.ToJsonString().Contains("kms:EncryptionContext:app", StringComparison.Ordinal) == true)
            .Select(static a => a.Policy.Id).ToList();
        Assert.StartsWith("DecodeRole", Assert.Single(openers), StringComparison.Ordinal);
        // By itself, without a service in between, the API may make data keys but not open them.
        foreach (var policy in PoliciesOf("Api"))
            foreach (var statement in policy["PolicyDocument/Statement"]!.AsArray().Where(static s => Strings(s!["Action"]).Contains("kms:Decrypt")))
                Assert.Contains("kms:ViaService", statement!["Condition"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void P09_Calls_come_in_by_TLS_1_3_only_are_logged_throttled_and_guarded()
    {
        Assert.Equal("SecurityPolicy_TLS13_1_3_2025_09", Assert.Single(templates.Of("AWS::ApiGateway::DomainName")).Text("SecurityPolicy"));
        Assert.Equal("true", Assert.Single(templates.Of("AWS::ApiGateway::RestApi")).Text("DisableExecuteApiEndpoint"));
        var stage = Assert.Single(templates.Of("AWS::ApiGateway::Stage"));
        Assert.NotEmpty(stage.Text("AccessLogSetting/DestinationArn"));
        Assert.True(stage.Number("MethodSettings/0/ThrottlingRateLimit") > 0);
        var acl = Assert.Single(templates.Of("AWS::WAFv2::WebACL"));
        Assert.Contains("RateBasedStatement", acl.Text("Rules"), StringComparison.Ordinal);
        Assert.Contains("/stages/", Assert.Single(templates.Of("AWS::WAFv2::WebACLAssociation")).Text("ResourceArn"), StringComparison.Ordinal);
        Assert.Contains("authorization", Assert.Single(templates.Of("AWS::WAFv2::LoggingConfiguration")).Text("RedactedFields"), StringComparison.Ordinal);
    }

    [Fact]
    public void P10_Each_token_has_its_own_limit_and_is_told_when_to_come_again()
    {
        var rule = templates.Of("AWS::WAFv2::WebACL")[0]["Rules"]!.AsArray().Single(static r => r!["Name"]!.ToString() == "calls-of-a-token")!.ToJsonString();
        Assert.Contains("CUSTOM_KEYS", rule, StringComparison.Ordinal);
        Assert.Contains("429", rule, StringComparison.Ordinal);
        Assert.Contains("Retry-After", rule, StringComparison.Ordinal);
        Assert.NotEmpty(templates.Of("AWS::ApiGateway::UsagePlan"));
    }

    [Fact]
    public void P12_Every_work_queue_has_a_dead_letter_queue()
    {
        var queues = templates.Of("AWS::SQS::Queue");
        foreach (var name in WorkQueues.TimeoutSeconds.Keys)
        {
            var queue = Assert.Single(queues, q => q.Id.StartsWith(name + "Queue", StringComparison.Ordinal));
            Assert.Equal(5, queue.Number("RedrivePolicy/maxReceiveCount"));
            Assert.Contains(name + "Dead", queue.Text("RedrivePolicy/deadLetterTargetArn"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void P13_A_message_is_hidden_six_times_as_long_as_its_worker_may_take()
    {
        foreach (var (name, _) in WorkQueues.TimeoutSeconds)
        {
            var worker = Assert.Single(templates.Of("AWS::Lambda::Function"), f => name.Equals(f.Text("Environment/Variables/SLUICE_WORKER"), StringComparison.OrdinalIgnoreCase));
            var queue = Assert.Single(templates.Of("AWS::SQS::Queue"), q => q.Id.StartsWith(name + "Queue", StringComparison.Ordinal));
            Assert.True(queue.Number("VisibilityTimeout") >= 6 * worker.Number("Timeout"), $"{queue}: {queue.Number("VisibilityTimeout")} s, {worker}: {worker.Number("Timeout")} s");
        }
    }

    [Fact]
    public void P14_Workers_say_which_messages_of_a_batch_failed()
    {
        var mappings = templates.Of("AWS::Lambda::EventSourceMapping");
        Assert.Equal(WorkQueues.TimeoutSeconds.Count, mappings.Count);
        Assert.All(mappings, static m => Assert.Equal("[\"ReportBatchItemFailures\"]", m.Text("FunctionResponseTypes")));
        Assert.All(mappings, static m => Assert.True(m.Number("ScalingConfig/MaximumConcurrency") >= 2));
    }

    [Fact]
    public void P16_Every_function_says_its_time_memory_and_concurrency()
    {
        foreach (var function in templates.Of("AWS::Lambda::Function"))
        {
            Assert.InRange(function.Number("Timeout"), 1, 900);
            Assert.InRange(function.Number("MemorySize"), 256, 2048);
            Assert.True(function.Number("ReservedConcurrentExecutions") >= 1, function.ToString());
            Assert.Equal("[\"arm64\"]", function.Text("Architectures"));
        }
    }

    [Fact]
    public void P17_All_logs_are_forgotten_after_a_time() => Assert.All(templates.Of("AWS::Logs::LogGroup"), static g => Assert.InRange(g.Number("RetentionInDays"), 1, 400));

    [Fact]
    public void P18_One_call_in_twenty_is_traced_at_most()
    {
        Assert.InRange(Assert.Single(templates.Of("AWS::XRay::SamplingRule")).Number("SamplingRule/FixedRate"), 0, 0.05);
        Assert.All(templates.Of("AWS::Lambda::Function"), static f => Assert.Equal("Active", f.Text("TracingConfig/Mode")));
    }

    [Theory]
    [InlineData("Errors", 7)]
    [InlineData("Throttles", 6)]
    [InlineData("Slow", 7)]
    [InlineData("DeadLetters", 4)]
    [InlineData("Waits", 4)]
    [InlineData("Throttled", 6)]
    [InlineData("GatewaySilent", 1)]
    [InlineData("BackupFailed", 1)]
    public void P19_Alarms_are_raised_for_what_goes_wrong(string kind, int count)
    {
        var watched = templates.Of("AWS::CloudWatch::Alarm").Where(static a => a.Stack == "SluiceWatch").ToList();
        Assert.Equal(count, watched.Count(a => a.Id[..^8] is var name && (name.EndsWith(kind, StringComparison.Ordinal) || name.EndsWith(kind + "Calls", StringComparison.Ordinal))));
        Assert.All(watched, static a => Assert.NotEmpty(a["AlarmActions"]!.AsArray()));
    }

    [Fact]
    public void P19_A_budget_tells_before_the_money_is_gone()
    {
        var budget = Assert.Single(templates.Of("AWS::Budgets::Budget"));
        Assert.Contains("FORECASTED", budget.Text("NotificationsWithSubscribers"), StringComparison.Ordinal);
    }

    [Fact]
    public void P20_Backups_are_daily_locked_and_copied_to_another_region()
    {
        var rule = Assert.Single(templates.Of("AWS::Backup::BackupPlan"))["BackupPlan/BackupPlanRule/0"]!;
        Assert.NotEmpty(rule["CopyActions"]!.AsArray());
        Assert.Contains("cron(", rule["ScheduleExpression"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal(7, Assert.Single(templates.Of("AWS::Backup::BackupVault")).Number("LockConfiguration/MinRetentionDays"));
        Assert.Equal(5, Assert.Single(templates.Of("AWS::Backup::BackupSelection"))["BackupSelection/Resources"]!.AsArray().Count);   // four small tables and the files
    }

    [Fact]
    public void P21_Exports_run_each_day() =>
        Assert.Contains(templates.Of("AWS::Events::Rule"), static r => r.Text("ScheduleExpression").StartsWith("cron(", StringComparison.Ordinal) && r.Text("Targets").Contains("Nightly", StringComparison.Ordinal));

    [Fact]
    public void P22_Each_class_of_data_has_its_retention()
    {
        var files = Assert.Single(templates.Of("AWS::S3::Bucket"), static b => b.Id.StartsWith("Files", StringComparison.Ordinal));
        var rules = files["LifecycleConfiguration/Rules"]!.AsArray();
        Assert.Contains(rules, static r => r!["Id"]!.ToString() == "telegrams-cold" && r["ExpirationInDays"] is not null && r["Transitions"] is not null);
        Assert.Contains(rules, static r => r!["Id"]!.ToString() == "temp-uploads" && r["ExpirationInDays"]!.GetValue<int>() == 7);
        Assert.Equal(3, templates.Of("AWS::DynamoDB::Table").Count(static t => t.Text("TimeToLiveSpecification/Enabled") == "true"));
    }

    [Fact]
    public void P23_Everybody_has_a_second_factor()
    {
        var pool = Assert.Single(templates.Of("AWS::Cognito::UserPool"));
        Assert.Equal("ON", pool.Text("MfaConfiguration"));
        Assert.Equal("[\"SOFTWARE_TOKEN_MFA\"]", pool.Text("EnabledMfas"));
        Assert.Equal(["Scanner", "SocietyAdmin", "SuperAdmin"], templates.Of("AWS::Cognito::UserPoolGroup").Select(static g => g.Text("GroupName")).Order(StringComparer.Ordinal));
        var client = Assert.Single(templates.Of("AWS::Cognito::UserPoolClient"));
        Assert.Equal("[\"code\"]", client.Text("AllowedOAuthFlows"));
        Assert.NotEqual("true", client.Text("GenerateSecret"));
    }

    [Fact]
    public void Only_workers_publish_live_events_and_members_alone_hear_them()
    {
        Assert.Equal("AWS_IAM", Assert.Single(templates.Of("AWS::AppSync::GraphQLApi")).Text("AuthenticationType"));
        var subscribe = Assert.Single(templates.Of("AWS::AppSync::Resolver"), static r => r.Text("TypeName") == "Subscription");
        Assert.Contains("util.unauthorized()", subscribe.Text("Code"), StringComparison.Ordinal);
        Assert.Contains("ctx.identity.sub", subscribe.Text("Code"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_deploy_role_trusts_one_branch_and_holds_no_secret()
    {
        var role = Assert.Single(templates.Of("AWS::IAM::Role"), static r => r.Id.StartsWith("Deploy", StringComparison.Ordinal));
        Assert.Contains(":ref:refs/heads/main", role.Text("AssumeRolePolicyDocument"), StringComparison.Ordinal);
        Assert.Contains("AssumeRoleWithWebIdentity", role.Text("AssumeRolePolicyDocument"), StringComparison.Ordinal);
        Assert.DoesNotContain(templates.All, static r => r.Type == "AWS::IAM::AccessKey");
    }

    [Fact]
    public void A_new_version_gets_a_tenth_of_the_calls_first_and_goes_back_by_itself()
    {
        var group = Assert.Single(templates.Of("AWS::CodeDeploy::DeploymentGroup"));
        Assert.Contains("Canary10Percent5Minutes", group.Text("DeploymentConfigName"), StringComparison.Ordinal);
        Assert.Equal("true", group.Text("AutoRollbackConfiguration/Enabled"));
    }
}
