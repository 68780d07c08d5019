namespace Sluice.Metering.Keys;

/// <summary>What became of a key handed to the store.</summary>
public enum KeyOutcome
{
    /// <summary>The meter had no key.</summary>
    Added = 0,

    /// <summary>This very key was there.</summary>
    Unchanged,

    /// <summary>Another key was there; it is kept as an earlier version, because telegrams of its time may still come.</summary>
    Replaced,
}
