namespace Sluice.WMBus.Receivers;

/// <summary>Signal strength as radio chips report it.</summary>
internal static class Rssi
{
    /// <summary>Texas Instruments CC1101 and relatives: half decibels, two's complement, 74 dB above dBm. Rounded down.</summary>
    public static int FromCc1101(byte value) => (unchecked((sbyte)value) >> 1) - 74;
}
