using System.Text.Json.Serialization;
using Sluice.Ui.Browser;
using Sluice.Ui.Field.Rounds;
using Sluice.Ui.Field.Store;

namespace Sluice.Ui.Field;

/// <summary>What the field part and the browser hand each other, read and written without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FieldChanges))]
[JsonSerializable(typeof(FieldRemovals))]
[JsonSerializable(typeof(IReadOnlyList<KeptRound>))]
[JsonSerializable(typeof(IReadOnlyList<KeptPlace>))]
[JsonSerializable(typeof(IReadOnlyList<KeptHeard>))]
[JsonSerializable(typeof(IReadOnlyList<KeptEntry>))]
[JsonSerializable(typeof(IReadOnlyList<KeptTelegram>))]
[JsonSerializable(typeof(Waiting))]
[JsonSerializable(typeof(DeviceRoom))]
[JsonSerializable(typeof(SentTelegram))]
[JsonSerializable(typeof(IReadOnlyList<GridGroup>))]
[JsonSerializable(typeof(IReadOnlyList<GridChange>))]
[JsonSerializable(typeof(Dictionary<string, string>))]
public sealed partial class FieldJson : JsonSerializerContext;
