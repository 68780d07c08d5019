using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Sluice.WMBus.Records;

namespace Sluice.WMBus.Drivers;

/// <summary>How a bit field of a meter becomes words: one entry of <c>status</c> in a driver file.</summary>
/// <param name="Header">The record that holds the bits.</param>
/// <param name="Bits">Word of each bit that has one.</param>
/// <param name="Durations">Groups of bits that say how long a state lasted.</param>
/// <param name="Current">Name of a field with just this record's words (empty text when none is set); null for none.</param>
/// <param name="Code">Name of a field with the number itself; null for none.</param>
public sealed record StatusDefinition(RecordHeader Header, ImmutableArray<StatusBit> Bits, ImmutableArray<DurationGroup> Durations, FieldName? Current, FieldName? Code)
{
    /// <summary>The words of the bits that are set; bits without a word appear as <c>BIT_n</c>, because an unknown alarm must not look like none.</summary>
    public IEnumerable<string> Words(long bits)
    {
        var unknown = bits;
        foreach (var group in Durations) unknown &= ~(group.Mask << group.Shift);
        foreach (var bit in Bits)
        {
            if ((bits >> bit.Position & 1) == 0) continue;
            unknown &= ~(1L << bit.Position);
            yield return bit.Word;
        }
        for (var position = 0; position < 63; position++)
        {
            if ((unknown >> position & 1) != 0) yield return string.Create(CultureInfo.InvariantCulture, $"BIT_{position}");
        }
    }

    internal static StatusDefinition Parse(JsonElement json)
    {
        json.AllowOnly("status: ", "record", "code", "current", "bits", "durations", "durationClasses", "source");
        var hex = json.RequiredText("record");
        if (!RecordHeader.TryParse(hex, out var header)) throw new FormatException($"Status: record '{hex}' is no record header in hexadecimal.");
        var bits = ImmutableArray.CreateBuilder<StatusBit>();
        foreach (var bit in json.GetProperty("bits").EnumerateObject())
        {
            bits.Add(int.TryParse(bit.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var position) && position < 63
                ? new(position, bit.Value.GetString()!) : throw new FormatException($"Status '{hex}': bit '{bit.Name}' is no position from 0 to 62."));
        }
        var durations = ImmutableArray.CreateBuilder<DurationGroup>();
        if (json.TryGetProperty("durations", out var groups))
        {
            var classes = json.GetProperty("durationClasses").EnumerateArray().Select(c => c.GetString()!).ToImmutableArray();
            if (!System.Numerics.BitOperations.IsPow2(classes.Length)) throw new FormatException($"Status '{hex}': durationClasses has {classes.Length} entries; a group of bits needs 2, 4, 8 …");
            foreach (var group in groups.EnumerateObject())
            {
                var (name, shift) = (group.Name, group.Value.GetInt32());
                durations.Add(new(new(name), shift, classes));
            }
        }
        return new(header, bits.ToImmutable(), durations.ToImmutable(), json.OptionalText("current") is { } current ? new(current) : null, json.OptionalText("code") is { } code ? new(code) : null);
    }
}

/// <summary>A bit and its word.</summary>
/// <param name="Position">0 is the least significant.</param>
/// <param name="Word">Upper case, no spaces.</param>
public readonly record struct StatusBit(int Position, string Word);

/// <summary>A group of bits that index a list of durations.</summary>
/// <param name="Name">The field, for example <c>time_dry</c>.</param>
/// <param name="Shift">Position of the lowest bit.</param>
/// <param name="Classes">The words; a power of two of them, the first is empty.</param>
public sealed record DurationGroup(FieldName Name, int Shift, ImmutableArray<string> Classes)
{
    /// <summary>The group's bits, not shifted.</summary>
    public long Mask => Classes.Length - 1;

    /// <summary>The words for the bits of a status.</summary>
    public string Read(long bits) => Classes[(int)(bits >> Shift & Mask)];
}
