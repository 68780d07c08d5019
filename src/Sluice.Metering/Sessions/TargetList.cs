using Sluice.Metering.Meters;
using Sluice.Metering.Societies;

namespace Sluice.Metering.Sessions;

/// <summary>Makes a round's targets of the meters it is about, with where they hang now.</summary>
public static class TargetList
{
    /// <summary>The targets in the order in which one walks: tower by tower, floor by floor, flat by flat. Meters that are not active are left out.</summary>
    public static IReadOnlyList<SessionTarget> Of(IEnumerable<Meter> meters, SocietyStructure structure)
    {
        var towers = structure.Towers.ToDictionary(static t => t.Name);
        var flats = structure.Flats.ToDictionary(static f => (f.Tower, f.Number));
        var targets = meters.Where(static m => m.Status == MeterStatus.Active).Select(m =>
        {
            var flat = flats.GetValueOrDefault((m.Tower, m.Flat));
            return new SessionTarget
            {
                Ordinal = 0,
                Meter = m.Id,
                Tower = m.Tower,
                Flat = m.Flat,
                Place = m.Place,
                Floor = flat?.Floor,
                Location = m.Location ?? flat?.Coordinates ?? towers.GetValueOrDefault(m.Tower)?.Coordinates,
            };
        });
        return
        [
            .. targets.OrderBy(static t => t.Tower, NaturalOrder.Instance).ThenBy(static t => t.Floor ?? int.MinValue).ThenBy(static t => t.Flat, NaturalOrder.Instance)
                .ThenBy(static t => t.Place, StringComparer.Ordinal).ThenBy(static t => t.Meter).Select(static (t, i) => t with { Ordinal = i }),
        ];
    }
}

/// <summary>Names as people count: 2 before 10, A-2 before A-10.</summary>
public sealed class NaturalOrder : IComparer<string>
{
    /// <summary>The order.</summary>
    public static NaturalOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        ReadOnlySpan<char> one = x, other = y;
        while (!one.IsEmpty && !other.IsEmpty)
        {
            int difference;
            if (char.IsAsciiDigit(one[0]) && char.IsAsciiDigit(other[0]))
            {
                difference = Numbers(ref one, ref other);
            }
            else
            {
                difference = one[0].CompareTo(other[0]);
                one = one[1..];
                other = other[1..];
            }
            if (difference != 0) return difference;
        }
        var rest = one.Length.CompareTo(other.Length);
        return rest != 0 ? rest : string.CompareOrdinal(x, y);
    }

    /// <summary>Compares the numbers at the start and takes them off.</summary>
    private static int Numbers(ref ReadOnlySpan<char> one, ref ReadOnlySpan<char> other)
    {
        var a = Take(ref one);
        var b = Take(ref other);
        return a.Length != b.Length ? a.Length.CompareTo(b.Length) : a.SequenceCompareTo(b);
    }

    private static ReadOnlySpan<char> Take(ref ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        var number = (end < 0 ? text : text[..end]).TrimStart('0');
        text = end < 0 ? [] : text[end..];
        return number;
    }
}
