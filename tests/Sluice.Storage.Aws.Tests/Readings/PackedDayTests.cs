using CsCheck;
using Sluice.Storage.Aws.Readings;

namespace Sluice.Storage.Aws.Tests.Readings;

public class PackedDayTests
{
    private static readonly DateOnly Day = new(2026, 11, 1);

    private static readonly Gen<Interval[]> AnyDay =
        Gen.Select(Gen.Int[0, 86_399], Gen.Long, Gen.UInt[0, 3]).Array[0, 200]
            .Select(static parts => parts.OrderBy(static p => p.Item1).Select(static p => new Interval(At(p.Item1), p.Item2, p.Item3)).ToArray());

    private static DateTimeOffset At(int second) => new(Day.ToDateTime(default).AddSeconds(second), TimeSpan.Zero);

    [Fact]
    public void What_is_packed_comes_back() => Gen.Select(AnyDay, Gen.Int[1, 1440], Gen.Int[0, 9]).Sample(static (day, slot, scale) =>
    {
        Assert.True(PackedDay.TryUnpack(Day, PackedDay.Pack(Day, slot, scale, day), out var places, out var back));
        Assert.Equal(scale, places);
        Assert.Equal(day, back);
    });

    [Fact]
    public void A_day_of_quarter_hours_takes_at_most_250_bytes()
    {
        var total = 98_765_432L;
        var random = new Random(7);   // litres: nobody at night, up to 300 l in a quarter of an hour in the morning
        var day = Enumerable.Range(0, 96).Select(i => new Interval(At(i * 900 + random.Next(17)), total += i is < 20 or > 90 ? 0 : random.Next(i is > 24 and < 36 ? 300 : 40))).ToArray();
        Assert.InRange(PackedDay.Pack(Day, 15, 3, day).Length, 97, 250);
    }

    [Fact]
    public void Any_bytes_are_read_without_an_exception() => Gen.Byte.Array[0, 100].Sample(static bytes =>
    {
        if (PackedDay.TryUnpack(Day, bytes, out _, out var intervals)) Assert.True(intervals.Length <= PackedDay.MaxIntervals);
    });

    [Fact]
    public void A_day_cut_short_anywhere_is_refused()
    {
        var packed = PackedDay.Pack(Day, 15, 3, [.. Enumerable.Range(0, 96).Select(static i => new Interval(At(i * 900), i))]);
        for (var length = 0; length < packed.Length; length++) Assert.False(PackedDay.TryUnpack(Day, packed.AsSpan(0, length), out _, out _), $"{length} of {packed.Length} bytes were taken for a day");
    }

    [Fact]
    public void Intervals_of_another_day_or_out_of_order_are_refused()
    {
        Assert.Throws<ArgumentException>(static () => PackedDay.Pack(Day, 15, 3, [new(At(0).AddDays(1), 1)]));
        Assert.Throws<ArgumentException>(static () => PackedDay.Pack(Day, 15, 3, [new(At(10), 1), new(At(9), 2)]));
    }
}
