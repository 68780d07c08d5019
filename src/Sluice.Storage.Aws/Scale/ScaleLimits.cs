namespace Sluice.Storage.Aws.Scale;

/// <summary>What the services allow before anybody asks for more: account quotas and the physics of a partition.</summary>
/// <param name="CallsPerSecond">Calls a second of all APIs of an account and region.</param>
/// <param name="CallBurst">Calls above that in one moment.</param>
/// <param name="CallConcurrency">API functions running at once.</param>
/// <param name="CallSeconds">Seconds of a call.</param>
/// <param name="Workers">Decoding workers running at once.</param>
/// <param name="BatchSeconds">Seconds of a worker's batch of ten uploads.</param>
/// <param name="TableWrites">Write units a second of a table (the account's quota; on demand doubles up to it).</param>
/// <param name="PartitionWrites">Write units a second of one partition: no quota, it cannot be raised.</param>
/// <param name="PartitionsOfASociety">Partitions a society's hot pages lie on: its key takes a shard number behind the society.</param>
public sealed record ScaleLimits(
    int CallsPerSecond = 10_000, int CallBurst = 5_000, int CallConcurrency = 1_000, double CallSeconds = 0.04, int Workers = 1_000, double BatchSeconds = 0.3,
    int TableWrites = 40_000, int PartitionWrites = 1_000, int PartitionsOfASociety = 1);

/// <summary>What is simulated.</summary>
/// <param name="Name">In words.</param>
/// <param name="Meters">Meters.</param>
/// <param name="LargestSociety">Meters of the largest society; the others have 1,000.</param>
/// <param name="SlotSeconds">Seconds between a gateway's uploads.</param>
/// <param name="IsSpread">True: each gateway has its own second within the slot; false: all send when the quarter of an hour strikes, their clocks two seconds apart.</param>
/// <param name="OutageSeconds">Seconds at the end of the first slot in which the region takes nothing.</param>
/// <param name="Limits">The services' limits.</param>
public sealed record Scenario(string Name, long Meters, long LargestSociety, int SlotSeconds, bool IsSpread, int OutageSeconds, ScaleLimits Limits);

/// <summary>What came of it.</summary>
/// <param name="Uploads">Uploads made.</param>
/// <param name="Refused">Calls answered 429 or not at all, each sent again.</param>
/// <param name="Throttled">Writes a partition or the table held back, each tried again.</param>
/// <param name="MedianSeconds">Half of the uploads were stored within so many seconds of being made.</param>
/// <param name="P99Seconds">99 of 100 were.</param>
/// <param name="MaxSeconds">All were.</param>
/// <param name="Busiest">Which limit was used most at its peak, and how much of it: 1 is all.</param>
/// <param name="Lost">Uploads never stored: must be 0.</param>
public sealed record ScaleResult(long Uploads, long Refused, long Throttled, int MedianSeconds, int P99Seconds, int MaxSeconds, (string Limit, double Use) Busiest, long Lost);
