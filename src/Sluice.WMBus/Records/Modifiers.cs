namespace Sluice.WMBus.Records;

/// <summary>Up to six combinable VIFEs of one record, each ten bits: code, +100h for those after FCh, +200h for a maker's own. EN 13757-3:2018, 6.4.5.</summary>
public readonly record struct Modifiers
{
    private readonly ulong packed;

    private Modifiers(ulong packed) => this.packed = packed;

    /// <summary>True when there is none.</summary>
    public bool IsEmpty => packed == 0;

    /// <summary>Number of modifiers, 0 to 6 (further ones of the telegram are not kept).</summary>
    public int Count
    {
        get
        {
            var count = 0;
            for (var rest = packed; rest != 0; rest >>= 10) count++;
            return count;
        }
    }

    /// <summary>The modifier at a position.</summary>
    public int this[int index] => (int)((packed >> (10 * index)) & 0x3FF);

    /// <summary>True when <paramref name="code"/> is among them.</summary>
    public bool Contains(int code)
    {
        for (var rest = packed; rest != 0; rest >>= 10)
        {
            if ((int)(rest & 0x3FF) == code) return true;
        }
        return false;
    }

    /// <summary>These, but not <paramref name="code"/>.</summary>
    public Modifiers Without(int code)
    {
        var kept = new Modifiers();
        for (var rest = packed; rest != 0; rest >>= 10)
        {
            if ((int)(rest & 0x3FF) != code) kept = kept.With((int)(rest & 0x3FF));
        }
        return kept;
    }

    /// <summary>These and one more; code 0 ("no error") says nothing and is not kept.</summary>
    public Modifiers With(int code)
    {
        var count = Count;
        return code == 0 || count == 6 ? this : new(packed | ((ulong)code << (10 * count)));
    }
}
