using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.SES;
using Constructs;

namespace Sluice.Infra;

/// <summary>Mail from the app's own domain.</summary>
internal sealed class CloudMail
{
    private readonly string identity;

    public CloudMail(Construct scope, CloudSettings settings)
    {
        var domain = settings.PublicUrl.Host;
        var set = new ConfigurationSet(scope, "MailRules", new ConfigurationSetProps { TlsPolicy = ConfigurationSetTlsPolicy.REQUIRE, ReputationMetrics = true, SuppressionReasons = SuppressionReasons.BOUNCES_AND_COMPLAINTS });
        _ = new EmailIdentity(scope, "MailDomain", new EmailIdentityProps { Identity = Identity.Domain(domain), ConfigurationSet = set });
        identity = $"arn:{Aws.PARTITION}:ses:{Aws.REGION}:{Aws.ACCOUNT_ID}:identity/{domain}";
    }

    public void MaySend(Function function) => function.AddToRolePolicy(new PolicyStatement(new PolicyStatementProps { Actions = ["ses:SendEmail", "ses:SendRawEmail"], Resources = [identity] }));
}
