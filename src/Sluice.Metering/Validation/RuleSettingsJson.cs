using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sluice.Metering.Validation;

/// <summary>Rule settings as stored: <c>{"high-low":{"enabled":true,"thresholds":{"high":3}}}</c>.</summary>
public static partial class RuleSettingsJson
{
    /// <summary>Writes settings.</summary>
    public static string Write(RuleSettings settings) =>
        JsonSerializer.Serialize(settings.Rules.ToDictionary(static r => RuleCatalog.NameOf(r.Key), static r => r.Value), Context.Default.DictionaryStringRuleSetting);

    /// <summary>Reads what <see cref="Write"/> wrote. Rules of a newer version are left out.</summary>
    public static RuleSettings Read(string json) => new(
        JsonSerializer.Deserialize(json, Context.Default.DictionaryStringRuleSetting)!.Where(static r => RuleCatalog.Find(r.Key) is not null)
            .ToDictionary(static r => RuleCatalog.Find(r.Key)!.Value, static r => r.Value));

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(Dictionary<string, RuleSetting>))]
    private sealed partial class Context : JsonSerializerContext;
}
