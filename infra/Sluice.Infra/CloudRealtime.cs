using Amazon.CDK;
using Amazon.CDK.AWS.AppSync;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Lambda;
using Constructs;
using Function = Amazon.CDK.AWS.Lambda.Function;

namespace Sluice.Infra;

/// <summary>Live progress where no app holds connections: only workers publish, only members of the society hear.</summary>
internal sealed class CloudRealtime
{
    private const string Schema =
        """
        type Progress @aws_iam @aws_cognito_user_pools { societyId: ID! sessionId: ID! completed: Int! total: Int! percentage: Float! at: AWSDateTime! }
        type Query { nothing: String @aws_iam }
        type Mutation { publishProgress(societyId: ID!, sessionId: ID!, completed: Int!, total: Int!, percentage: Float!, at: AWSDateTime!): Progress @aws_iam }
        type Subscription { onUpdateScanSession(societyId: ID!, sessionId: ID): Progress @aws_subscribe(mutations: ["publishProgress"]) @aws_cognito_user_pools }
        schema { query: Query mutation: Mutation subscription: Subscription }
        """;

    private const string Publish =
        """
        export function request(ctx) { return { payload: ctx.args }; }
        export function response(ctx) { return ctx.result; }
        """;

    // Membership is looked up by the caller's sub; a super admin hears every society.
    private const string Subscribe =
        """
        import { util } from '@aws-appsync/utils';
        export function request(ctx) {
          return { operation: 'GetItem', key: util.dynamodb.toMapValues({ societyId: ctx.args.societyId, item: 'member#' + ctx.identity.sub }), consistentRead: true };
        }
        export function response(ctx) {
          if (ctx.error) util.error(ctx.error.message, ctx.error.type);
          const groups = ctx.identity.groups ?? [];
          if (!ctx.result && !groups.includes('SuperAdmin')) util.unauthorized();
          return null;
        }
        """;

    private readonly CfnGraphQLApi api;

    public CloudRealtime(Construct scope, CloudSettings settings, DataStack data, CloudPeople people)
    {
        var logs = new Role(scope, "RealtimeLogs", new RoleProps { AssumedBy = new ServicePrincipal("appsync.amazonaws.com") });
        logs.AddToPolicy(new PolicyStatement(new PolicyStatementProps
        {
            Actions = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
            Resources = [$"arn:{Aws.PARTITION}:logs:{Aws.REGION}:{Aws.ACCOUNT_ID}:log-group:/aws/appsync/apis/*"],
        }));
        api = new CfnGraphQLApi(scope, "Realtime", new CfnGraphQLApiProps
        {
            Name = settings.Prefix,
            AuthenticationType = "AWS_IAM",
            AdditionalAuthenticationProviders = new[]
            {
                new CfnGraphQLApi.AdditionalAuthenticationProviderProperty
                {
                    AuthenticationType = "AMAZON_COGNITO_USER_POOLS",
                    UserPoolConfig = new CfnGraphQLApi.CognitoUserPoolConfigProperty { UserPoolId = people.Pool.UserPoolId, AwsRegion = Aws.REGION },
                },
            },
            LogConfig = new CfnGraphQLApi.LogConfigProperty { CloudWatchLogsRoleArn = logs.RoleArn, FieldLogLevel = "ERROR", ExcludeVerboseContent = true },
            XrayEnabled = true,
            IntrospectionConfig = "DISABLED",
            QueryDepthLimit = 3,
        });
        var schema = new CfnGraphQLSchema(scope, "RealtimeSchema", new CfnGraphQLSchemaProps { ApiId = api.AttrApiId, Definition = Schema });
        var role = new Role(scope, "RealtimeTenancy", new RoleProps { AssumedBy = new ServicePrincipal("appsync.amazonaws.com") });
        role.AddToPolicy(new PolicyStatement(new PolicyStatementProps { Actions = ["dynamodb:GetItem"], Resources = [data.Tables["Tenancy"].TableArn] }));
        role.AddToPolicy(new PolicyStatement(new PolicyStatementProps { Actions = ["kms:Decrypt"], Resources = [data.DataKey.KeyArn] }));
        var nothing = new CfnDataSource(scope, "Nothing", new CfnDataSourceProps { ApiId = api.AttrApiId, Name = "nothing", Type = "NONE" });
        var tenancy = new CfnDataSource(scope, "TenancySource", new CfnDataSourceProps
        {
            ApiId = api.AttrApiId,
            Name = "tenancy",
            Type = "AMAZON_DYNAMODB",
            ServiceRoleArn = role.RoleArn,
            DynamoDbConfig = new CfnDataSource.DynamoDBConfigProperty { TableName = data.Tables["Tenancy"].TableName, AwsRegion = Aws.REGION },
        });
        Resolve(scope, "PublishProgress", "Mutation", "publishProgress", nothing, Publish, schema);
        Resolve(scope, "OnUpdateScanSession", "Subscription", "onUpdateScanSession", tenancy, Subscribe, schema);
    }

    public void MayPublish(Function function) => function.AddToRolePolicy(new PolicyStatement(new PolicyStatementProps
    {
        Actions = ["appsync:GraphQL"],
        Resources = [$"{api.AttrArn}/types/Mutation/fields/publishProgress"],
    }));

    private void Resolve(Construct scope, string id, string type, string field, CfnDataSource source, string code, CfnGraphQLSchema schema)
    {
        var resolver = new CfnResolver(scope, id, new CfnResolverProps
        {
            ApiId = api.AttrApiId,
            TypeName = type,
            FieldName = field,
            DataSourceName = source.Name,
            Kind = "UNIT",
            Code = code,
            Runtime = new CfnResolver.AppSyncRuntimeProperty { Name = "APPSYNC_JS", RuntimeVersion = "1.0.0" },
        });
        resolver.AddDependency(schema);
        resolver.AddDependency(source);
    }
}
