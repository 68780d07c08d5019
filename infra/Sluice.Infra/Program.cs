using Amazon.CDK;

namespace Sluice.Infra;

/// <summary>Writes the templates of the three stacks: <c>./sluice cloud synth</c>. Needs no account and no network.</summary>
public static class Program
{
    public static int Main(string[] args)
    {
        var folder = args is [var first, ..] ? first : "artifacts/cloud";
        // The loader warns of Node versions it was not tested with; people who only want templates need not read that.
        System.Environment.SetEnvironmentVariable("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "18,20");
        foreach (var kind in new[] { "UNTESTED", "DEPRECATED" }) System.Environment.SetEnvironmentVariable($"JSII_SILENCE_WARNING_{kind}_NODE_VERSION", "1");
        var app = Cloud.NewApp(folder);
        Cloud.AddStacks(app, CloudSettings.Of(System.Environment.GetEnvironmentVariable));
        app.Synth();
        Console.WriteLine($"{Cloud.StackNames.Count} templates in {folder}: {string.Join(", ", Cloud.StackNames.Select(static n => n + ".template.json"))}");
        return 0;
    }
}
