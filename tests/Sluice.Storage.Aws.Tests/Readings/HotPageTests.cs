using CsCheck;
using Sluice.Storage.Aws.Readings;
using Sluice.WMBus.Frames;

namespace Sluice.Storage.Aws.Tests.Readings;

public class HotPageTests
{
    private static readonly Gen<HotState> AnyState = Gen.Select(Gen.UShort, Gen.UInt, Gen.Byte, Gen.UInt[0, 400_000_000], Gen.Long, Gen.Int[0, 9], Gen.UInt, Gen.Int[-127, 0])
        .Select(static s => new HotState(
            new(new(s.Item1), s.Item2, s.Item3, 0x16), new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(s.Item4), s.Item5, s.Item6, s.Item7, s.Item8));

    [Fact]
    public void What_is_packed_comes_back() => AnyState.Array[0, HotPage.MaxMeters].Sample(static states =>
    {
        Assert.True(HotPage.TryUnpack(HotPage.Pack(states), out var back));
        Assert.Equal(states, back);
    });

    [Fact]
    public void Any_bytes_are_read_without_an_exception() => Gen.Byte.Array[0, 200].Sample(static bytes =>
    {
        if (HotPage.TryUnpack(bytes, out var states)) Assert.True(states.Count <= HotPage.MaxMeters);
    });

    [Fact]
    public void A_page_holds_200_meters_and_no_more() =>
        Assert.Throws<ArgumentOutOfRangeException>(static () => HotPage.Pack(new HotState[HotPage.MaxMeters + 1]));
}
