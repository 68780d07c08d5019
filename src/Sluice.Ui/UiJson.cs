using System.Text.Json.Serialization;
using Sluice.Ui.Browser;
using Sluice.Ui.SignIn;

namespace Sluice.Ui;

/// <summary>What passes between pages and the browser, read and written without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BrowserLocale))]
[JsonSerializable(typeof(KeptLogIn))]
[JsonSerializable(typeof(LogInResult))]
[JsonSerializable(typeof(TokenAnswer))]
public sealed partial class UiJson : JsonSerializerContext;
