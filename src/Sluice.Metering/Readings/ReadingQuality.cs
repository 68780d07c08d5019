namespace Sluice.Metering.Readings;

/// <summary>Whether a reading can be billed. The reasons are stored beside it.</summary>
public enum ReadingQuality
{
    /// <summary>Decrypted, every checksum holds, every rule passes.</summary>
    Good = 0,

    /// <summary>Usable; a rule of kind warning fired.</summary>
    Fair = 1,

    /// <summary>A rule of kind error fired: not billable until accepted.</summary>
    Poor = 2,
}
