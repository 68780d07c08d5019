namespace Sluice.Metering.Events;

/// <summary>What every log and store of followers does alike.</summary>
public static class FollowerRules
{
    /// <summary>The longest name.</summary>
    public const int MaxName = 100;

    /// <exception cref="ArgumentException">The name is empty or too long.</exception>
    public static void ThrowIfBadName(string name)
    {
        if (name.Length is 0 or > MaxName) throw new ArgumentException($"A follower's name has 1 to {MaxName} characters; '{name}' has {name.Length}.", nameof(name));
    }

    /// <exception cref="ArgumentOutOfRangeException">The limit is not 1 to the largest page.</exception>
    public static void ThrowIfBadLimit(int limit, int largest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, largest);
    }
}
