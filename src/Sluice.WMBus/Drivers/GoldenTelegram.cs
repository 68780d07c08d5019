using System.Collections.Immutable;
using System.Text.Json;

namespace Sluice.WMBus.Drivers;

/// <summary>A telegram with its expected reading: one entry of <c>goldens</c> in a driver file. <c>drivers check</c> decodes it.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Telegram">Hexadecimal.</param>
/// <param name="Key">Hexadecimal, or null.</param>
/// <param name="Expected">Fields and their JSON values as text.</param>
public sealed record GoldenTelegram(string Name, string Source, string Telegram, string? Key, ImmutableDictionary<string, string> Expected)
{
    internal static GoldenTelegram Parse(JsonElement json)
    {
        json.AllowOnly("goldens: ", "name", "source", "telegram", "key", "expected");
        var name = json.RequiredText("name");
        var key = json.OptionalText("key");
        if (key is not null && !IsHex(key, 16)) throw new FormatException($"Golden '{name}': key is not 32 hexadecimal digits.");
        var telegram = json.RequiredText("telegram");
        if (!IsHex(telegram, telegram.Length / 2)) throw new FormatException($"Golden '{name}': telegram is not hexadecimal.");
        return new(name, json.RequiredText("source"), telegram, key, json.GetProperty("expected").EnumerateObject().ToImmutableDictionary(p => p.Name, p => p.Value.GetRawText()));
    }

    private static bool IsHex(string text, int bytes) => text.Length == 2 * bytes && text.All(char.IsAsciiHexDigit);
}
