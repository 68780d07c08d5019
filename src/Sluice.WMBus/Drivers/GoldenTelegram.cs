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
    internal static GoldenTelegram Parse(JsonElement json) => new(
        json.RequiredText("name"), json.RequiredText("source"), json.RequiredText("telegram"), json.OptionalText("key"),
        json.GetProperty("expected").EnumerateObject().ToImmutableDictionary(p => p.Name, p => p.Value.GetRawText()));
}
