namespace Sluice.Storage.Aws.Dynamo;

/// <summary>What a call uses up of a table: the units that are billed. Developer guide, "DynamoDB read and write operations".</summary>
public static class CapacityUnits
{
    private const int WriteBytes = 1024, ReadBytes = 4096;

    /// <summary>Write units of putting, changing or removing an item: one for each begun KiB of the larger of old and new.</summary>
    /// <param name="bytes"><see cref="ItemSize"/> of the item.</param>
    public static int Write(int bytes) => Math.Max(1, (bytes + WriteBytes - 1) / WriteBytes);

    /// <summary>Read units of one item or one query: half a unit for each begun 4 KiB, twice that when it must be the newest.</summary>
    /// <param name="bytes">Bytes of all the items read.</param>
    /// <param name="consistent">True for a strongly consistent read.</param>
    public static decimal Read(long bytes, bool consistent) => Math.Max(1, (bytes + ReadBytes - 1) / ReadBytes) * (consistent ? 1m : 0.5m);
}
