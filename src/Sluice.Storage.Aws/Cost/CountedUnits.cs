using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Sessions;
using Sluice.Storage.Aws.Dynamo;
using Sluice.Storage.Aws.Readings;
using Sluice.Storage.Aws.Sessions;
using Sluice.WMBus.Frames;

namespace Sluice.Storage.Aws.Cost;

/// <summary>What the tables' items weigh, counted on items made by the code that stores them: no guesses.</summary>
/// <remarks>The items are of an invented society with names of usual length. A test puts the same items into a DynamoDB-compatible server and compares the capacity it says was consumed.</remarks>
public sealed record CountedUnits(int HotPageBytes, int DayBytes, int RoundHeaderBytes, int RoundChunkBytes, int RoundReadingBytes)
{
    /// <summary>Counts.</summary>
    /// <param name="intervalsPerDay">Intervals of a meter's day, 1 to 1440.</param>
    public static CountedUnits Of(int intervalsPerDay)
    {
        var day = SampleItems.Day(intervalsPerDay);
        return new(
            ItemSize.Of(SampleItems.HotPage()),
            ItemSize.Of(day),
            ItemSize.Of(SampleItems.RoundHeader()),
            ItemSize.Of(SampleItems.RoundChunk()),
            ItemSize.Of(SampleItems.Day(1)));
    }

    /// <summary>Write units of a gateway's upload of 200 meters.</summary>
    public int HotPageWrite => CapacityUnits.Write(HotPageBytes);

    /// <summary>Write units of a meter's day.</summary>
    public int DayWrite => CapacityUnits.Write(DayBytes);

    /// <summary>Write units of a batch's progress: the header, and a chunk of targets.</summary>
    public int RoundBatchWrite => CapacityUnits.Write(RoundHeaderBytes) + CapacityUnits.Write(RoundChunkBytes);

    /// <summary>Write units of one reading of a round.</summary>
    public int RoundReadingWrite => CapacityUnits.Write(RoundReadingBytes);
}

/// <summary>Items of usual size, for counting.</summary>
internal static class SampleItems
{
    private static readonly SocietyId Society = SocietyId.Parse("green-park-phase-two");
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    public static Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue> HotPage() => Readings.HotPage.Make(
        Society, "gw-tower-a-roof", 0, 123_456,
        [.. Enumerable.Range(0, Readings.HotPage.MaxMeters).Select(static i => new HotState(Meter(i), Start.AddSeconds(i * 4), 1_234_567 + i * 977, 3, 0, -84))],
        Start.AddDays(40));

    public static Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue> Day(int intervals)
    {
        var slot = Math.Max(1, 1440 / intervals);
        var total = 1_234_567L;
        var list = new List<Interval>(intervals);
        for (var i = 0; i < intervals; i++)
        {
            total += i % 3 == 0 ? 0 : i * 7 % 40;   // litres of a quarter of an hour
            list.Add(new(Start.AddMinutes(i * slot).AddSeconds(i * 11 % 16), total));
        }
        return DayItem.Make(Society, MeterId.Of(Meter(7)), DateOnly.FromDateTime(Start.UtcDateTime), slot, 3, list);
    }

    public static Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue> RoundHeader() => RoundItems.Header(Round(), [.. Enumerable.Range(0, RoundItems.RememberedBatches).Select(static i => BitConverter.GetBytes((long)i))]);

    public static Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue> RoundChunk() =>
        RoundItems.Chunk(Round(), 0, [.. Enumerable.Range(0, RoundItems.ChunkTargets).Select(static i => (MeterId.Of(Meter(i)), TargetState.Decoded))]);

    private static ScanSession Round() => new()
    {
        Id = new(Guid.CreateVersion7(Start)),
        Society = Society,
        User = "5f0c3a52-6b0e-4a3f-9d55-2f3b8a1c7e10",
        Mode = ScanMode.Society,
        Name = "November round, all towers",
        StartedAt = Start,
        Counts = new(4_000, 1_000, 4_900, 50, 30, 20),
        Version = 5_000,
    };

    private static MeterAddress Meter(int i) => new(Manufacturer.Parse("KAM"), 0x90000000u + (uint)i, 0x1b, 0x16);
}
