namespace Sluice.WMBus.Receivers;

/// <summary>What a receiver has seen so far.</summary>
/// <param name="Telegrams">Telegrams handed over.</param>
/// <param name="Damaged">Records whose framing or CRC was bad (their good neighbours are not lost).</param>
/// <param name="Truncated">Records that ended too early.</param>
/// <param name="SkippedBytes">Bytes outside any record.</param>
/// <param name="BatteryMillivolts">Last battery voltage the reader reported; null when it never did.</param>
public sealed record ReceiverStatistics(long Telegrams = 0, long Damaged = 0, long Truncated = 0, long SkippedBytes = 0, int? BatteryMillivolts = null);
