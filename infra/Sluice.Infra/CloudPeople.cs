using Amazon.CDK;
using Amazon.CDK.AWS.Cognito;
using Constructs;

namespace Sluice.Infra;

/// <summary>Identity: the groups are the roles; which societies somebody belongs to stands in the table Tenancy, never in an attribute people can write.</summary>
internal sealed class CloudPeople
{
    public CloudPeople(Construct scope, CloudSettings settings)
    {
        Pool = new UserPool(scope, "People", new UserPoolProps
        {
            UserPoolName = settings.Prefix,
            SelfSignUpEnabled = false,
            SignInAliases = new SignInAliases { Email = true },
            SignInCaseSensitive = false,
            Mfa = Mfa.REQUIRED,
            MfaSecondFactor = new MfaSecondFactor { Otp = true, Sms = false },
            AccountRecovery = AccountRecovery.EMAIL_ONLY,
            PasswordPolicy = new PasswordPolicy { MinLength = 12, RequireDigits = true, RequireLowercase = true, RequireUppercase = true, RequireSymbols = true, TempPasswordValidity = Duration.Days(3) },
            DeletionProtection = true,
            RemovalPolicy = RemovalPolicy.RETAIN,
        });
        ((CfnUserPool)Pool.Node.DefaultChild!).AddPropertyOverride("UserPoolTier", "ESSENTIALS");
        foreach (var (group, precedence) in new[] { ("SuperAdmin", 1), ("SocietyAdmin", 2), ("Scanner", 3) })
            _ = new CfnUserPoolGroup(scope, group, new CfnUserPoolGroupProps { GroupName = group, Precedence = precedence, UserPoolId = Pool.UserPoolId });
        Client = Pool.AddClient("App", new UserPoolClientOptions
        {
            UserPoolClientName = "sluice-app",
            GenerateSecret = false,   // a browser keeps no secret: PKCE instead
            AuthFlows = new AuthFlow(),
            OAuth = new OAuthSettings
            {
                Flows = new OAuthFlows { AuthorizationCodeGrant = true },
                Scopes = [OAuthScope.OPENID, OAuthScope.EMAIL, OAuthScope.PROFILE],
                CallbackUrls = [new Uri(settings.PublicUrl, "/app/authentication/login-callback").AbsoluteUri],
                LogoutUrls = [new Uri(settings.PublicUrl, "/app/authentication/logout-callback").AbsoluteUri],
            },
            PreventUserExistenceErrors = true,
            EnableTokenRevocation = true,
            AccessTokenValidity = Duration.Minutes(15),
            IdTokenValidity = Duration.Minutes(15),
            RefreshTokenValidity = Duration.Days(30),
        });
        Pool.AddDomain("LoginPages", new UserPoolDomainOptions { CognitoDomain = new CognitoDomainOptions { DomainPrefix = $"{settings.Prefix}-people" } });
    }

    public UserPool Pool { get; }

    public UserPoolClient Client { get; }

    public string Issuer => $"https://cognito-idp.{Aws.REGION}.amazonaws.com/{Pool.UserPoolId}";
}
