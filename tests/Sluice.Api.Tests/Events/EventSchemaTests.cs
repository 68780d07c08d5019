using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Sluice.Metering.Events;
using Sluice.Metering.Webhooks;

namespace Sluice.Api.Tests.Events;

public sealed partial class EventSchemaTests
{
    [Fact]
    public void Every_type_has_a_schema_and_no_schema_is_for_what_does_not_exist() =>
        Assert.Equal(EventTypes.All.Select(static t => t.Name).Union(WebhookTypes.All.Keys).Order(StringComparer.Ordinal), EventSchemas.FileOf.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Every_type_has_an_example_that_its_schema_accepts()
    {
        var examples = EventSchemas.Files.Values.SelectMany(static f => f["examples"]!.AsArray()).Select(static e => e!).ToList();
        Assert.Equal(EventSchemas.FileOf.Keys.Order(StringComparer.Ordinal), examples.Select(static e => (string)e["type"]!).Order(StringComparer.Ordinal));
        Assert.Empty(examples.Select(static e => EventSchemas.ProblemOf(e.ToJsonString())).Where(static p => p is not null));
    }

    [Fact]
    public void A_body_that_differs_is_found()
    {
        var body = EventSchemas.Files["disk.schema.json"]["examples"]![0]!.AsObject();
        foreach (var spoil in (Action<JsonObject>[])
        [
            static b => b["data"]!["more"] = 1,
            static b => b["data"]!.AsObject().Remove("freeBytes"),
            static b => b["data"]!["freeBytes"] = "much",
            static b => b["timestamp"] = "yesterday",
            static b => b["type"] = "disk.gone",
        ])
        {
            var copy = body.DeepClone().AsObject();
            spoil(copy);
            Assert.NotNull(EventSchemas.ProblemOf(copy.ToJsonString()));
        }
    }

    /// <summary>A schema is a promise: whoever changes one says so, and raises its version when receivers have to do something about it.</summary>
    [Fact]
    public void A_changed_schema_has_an_entry_in_the_changelog_of_contracts()
    {
        var entries = Row().Matches(File.ReadAllText(SourceTree.At("docs/contracts.md"))).ToDictionary(static m => m.Groups["file"].Value, static m => (m.Groups["version"].Value, m.Groups["hash"].Value));
        var wrong = new List<string>();
        foreach (var (name, schema) in EventSchemas.Files)
        {
            var version = ((string)schema["$id"]!).Split(':')[^1];
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(schema.ToJsonString())))[..12];
            if (!entries.TryGetValue(name, out var entry) || entry != (version, hash)) wrong.Add($"| `events/{name}` | {version} | `{hash}` |");
        }
        Assert.True(wrong.Count == 0, $"Say in the changelog of docs/contracts.md what changed, raise the version in $id when receivers must know, and put into its table:\n{string.Join('\n', wrong)}");
        Assert.Empty(entries.Keys.Except(EventSchemas.Files.Keys));
    }

    [GeneratedRegex("^\\| `events/(?<file>[^`]+)` \\| (?<version>\\d+) \\| `(?<hash>[0-9a-f]+)` \\|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();
}
