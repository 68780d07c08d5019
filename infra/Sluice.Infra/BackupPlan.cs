using Amazon.CDK;
using Amazon.CDK.AWS.Backup;
using Amazon.CDK.AWS.DynamoDB;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.S3;
using Constructs;

namespace Sluice.Infra;

/// <summary>Daily backups of the small tables and the files into a locked vault, with a copy in another region.</summary>
public sealed class BackupPlan
{
    internal BackupPlan(Construct scope, CloudSettings settings, Key key, IReadOnlyList<ITable> tables, Bucket files)
    {
        Vault = new BackupVault(scope, "Vault", new BackupVaultProps
        {
            BackupVaultName = $"{settings.Prefix}-vault",
            EncryptionKey = key,
            // Nobody, not even an administrator, shortens these once the change window has passed.
            LockConfiguration = new LockConfiguration { MinRetention = Duration.Days(7), MaxRetention = Duration.Days(400), ChangeableFor = Duration.Days(3) },
            RemovalPolicy = RemovalPolicy.RETAIN,
        });
        var copy = BackupVault.FromBackupVaultArn(scope, "CopyVault",
            $"arn:{Aws.PARTITION}:backup:{settings.BackupRegion}:{Aws.ACCOUNT_ID}:backup-vault:{settings.Prefix}-vault-copy");
        var plan = new Amazon.CDK.AWS.Backup.BackupPlan(scope, "Daily", new BackupPlanProps
        {
            BackupPlanName = $"{settings.Prefix}-daily",
            BackupPlanRules =
            [
                new BackupPlanRule(new BackupPlanRuleProps
                {
                    RuleName = "daily",
                    BackupVault = Vault,
                    ScheduleExpression = Schedule.Cron(new CronOptions { Hour = "20", Minute = "30" }),   // 02:00 in India
                    DeleteAfter = Duration.Days(35),
                    CopyActions = [new BackupPlanCopyActionProps { DestinationBackupVault = copy, DeleteAfter = Duration.Days(35) }],
                }),
            ],
        });
        var role = new Role(scope, "BackupRole", new RoleProps
        {
            AssumedBy = new ServicePrincipal("backup.amazonaws.com"),
            ManagedPolicies =
            [
                ManagedPolicy.FromAwsManagedPolicyName("service-role/AWSBackupServiceRolePolicyForBackup"),
                ManagedPolicy.FromAwsManagedPolicyName("AWSBackupServiceRolePolicyForS3Backup"),
            ],
        });
        plan.AddSelection("Kept", new BackupSelectionOptions
        {
            Role = role,
            DisableDefaultBackupPolicy = true,
            Resources = [.. tables.Select(BackupResource.FromDynamoDbTable), BackupResource.FromArn(files.BucketArn)],
        });
    }

    /// <summary>The vault.</summary>
    public BackupVault Vault { get; }
}
