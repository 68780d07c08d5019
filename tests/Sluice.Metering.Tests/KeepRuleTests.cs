using Sluice.Metering.Sessions;
using Sluice.Metering.Telegrams;
using Sluice.Storage.Contract;

namespace Sluice.Metering.Tests;

public sealed class KeepRuleTests
{
    [Theory, InlineData(false, false, false), InlineData(false, true, false), InlineData(true, false, true), InlineData(true, true, false)]
    public void Only_what_gateways_hear_outside_rounds_is_thinned(bool fromGateway, bool inRound, bool thinned)
    {
        var context = new ArrivalContext { FromGateway = fromGateway, Session = inRound ? SessionId.New(TimeProvider.System) : null };
        Assert.Equal(thinned, KeepRule.MayThin(Invented.Telegram() with { Context = context }));
    }

    [Theory, InlineData(false, false, true), InlineData(false, true, true), InlineData(true, false, false), InlineData(true, true, true)]
    public void The_first_of_a_slot_and_every_change_of_the_info_codes_is_kept(bool taken, bool changed, bool kept) => Assert.Equal(kept, KeepRule.KeepsReading(taken, changed));

    [Theory, InlineData(0, true), InlineData(19, true), InlineData(20, false)]
    public void The_first_undecodable_ones_of_a_day_are_kept(int before, bool kept) => Assert.Equal(kept, KeepRule.KeepsUndecoded(before));

    [Theory]
    [InlineData("2026-03-01T12:00:00Z", "2026-03-01T12:14:59Z", 15, true)]
    [InlineData("2026-03-01T12:14:59Z", "2026-03-01T12:15:00Z", 15, false)]
    [InlineData("2026-03-01T00:00:00Z", "2026-03-01T23:59:59Z", 1440, true)]
    [InlineData("2026-03-01T23:59:59Z", "2026-03-02T00:00:00Z", 7, false)]
    [InlineData("2026-03-01T00:06:59Z", "2026-03-01T00:07:00Z", 7, false)]
    [InlineData("1969-12-31T23:59:00Z", "1970-01-01T00:00:00Z", 1440, false)]
    public void Slots_begin_at_midnight(string one, string other, int minutes, bool same) =>
        Assert.Equal(same, KeepRule.SlotOf(DateTimeOffset.Parse(one), minutes) == KeepRule.SlotOf(DateTimeOffset.Parse(other), minutes));
}
