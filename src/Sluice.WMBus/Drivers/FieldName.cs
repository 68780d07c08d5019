using System.Text.Json;

namespace Sluice.WMBus.Drivers;

/// <summary>The name of a value, with its JSON form made once.</summary>
public sealed class FieldName(string text)
{
    /// <summary>For example <c>total_m3</c>.</summary>
    public string Text { get; } = text;

    /// <summary>The name as a JSON property.</summary>
    public JsonEncodedText Json { get; } = JsonEncodedText.Encode(text);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
