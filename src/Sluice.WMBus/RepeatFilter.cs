namespace Sluice.WMBus;

/// <summary>Remembers the identities of the last telegrams, so that a repeat (second receiver, repeater, resend) is recognised. Bounded; not thread safe.</summary>
/// <param name="capacity">How many identities are remembered; the oldest is forgotten first.</param>
public sealed class RepeatFilter(int capacity = RepeatFilter.DefaultCapacity)
{
    /// <summary>Some minutes of a large society.</summary>
    public const int DefaultCapacity = 65_536;

    private readonly HashSet<ulong> known = [];
    private readonly ulong[] ring = new ulong[capacity];
    private int next;

    /// <summary>Remembers a telegram.</summary>
    /// <param name="identity"><see cref="DecodedTelegram.Identity"/>; 0 (no address) is never a repeat.</param>
    /// <returns>True when it was remembered already.</returns>
    public bool IsRepeat(ulong identity)
    {
        if (identity == 0) return false;
        if (!known.Add(identity)) return true;
        if (known.Count > ring.Length) known.Remove(ring[next]);
        ring[next] = identity;
        next = (next + 1) % ring.Length;
        return false;
    }
}
