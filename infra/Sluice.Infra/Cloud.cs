using Amazon.CDK;

namespace Sluice.Infra;

/// <summary>The three stacks: data (what must never be lost), compute (what can be thrown away), watch (who tells us).</summary>
public static class Cloud
{
    /// <summary>The stacks' names.</summary>
    public static IReadOnlyList<string> StackNames { get; } = ["SluiceData", "SluiceCompute", "SluiceWatch"];

    /// <summary>An app with the library's current habits switched on.</summary>
    /// <param name="folder">Where templates go; null: a temporary folder.</param>
    public static App NewApp(string? folder = null) => new(new AppProps
    {
        Outdir = folder,
        AnalyticsReporting = false,
        Context = new Dictionary<string, object>
        {
            ["@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy"] = true,
            ["@aws-cdk/aws-apigateway:disableCloudWatchRole"] = true,
            ["@aws-cdk/aws-iam:minimizePolicies"] = true,
            ["@aws-cdk/aws-lambda:recognizeLayerVersion"] = true,
            ["@aws-cdk/aws-kms:aliasNameRef"] = true,
            ["@aws-cdk/core:checkSecretUsage"] = true,
        },
    });

    /// <summary>Adds the stacks to an app.</summary>
    public static (DataStack Data, ComputeStack Compute, WatchStack Watch) AddStacks(App app, CloudSettings settings)
    {
        var props = new StackProps { Synthesizer = new DefaultStackSynthesizer(new DefaultStackSynthesizerProps { GenerateBootstrapVersionRule = false }) };
        var data = new DataStack(app, StackNames[0], props, settings);
        var compute = new ComputeStack(app, StackNames[1], props, settings, data);
        var watch = new WatchStack(app, StackNames[2], props, settings, data, compute);
        Tags.Of(app).Add("product", "sluice");
        Tags.Of(app).Add("deployment", settings.Prefix);
        return (data, compute, watch);
    }
}
