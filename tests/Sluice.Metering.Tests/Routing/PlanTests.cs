using Sluice.Metering.Meters;
using Sluice.Metering.Routing;
using Sluice.Metering.Sessions;
using Sluice.Metering.Societies;
using Sluice.Storage.Contract;
using static Sluice.Storage.Contract.Sessions.InventedRound;

namespace Sluice.Metering.Tests.Routing;

public class PlanTests
{
    [Fact]
    public void A_flat_round_starts_with_the_first_missing_meter_and_ends_with_nothing()
    {
        var targets = Targets(2);
        var plan = FlatPlan.Of(targets);
        Assert.Equal((null, "101", 2), (plan.CurrentFlat, plan.Next!.Flat, plan.Next.Missing.Count));
        Assert.Null(FlatPlan.Of([.. targets.Select(static t => Read(t))]).Next);
    }

    [Fact]
    public void A_flat_is_finished_before_the_next_one_and_what_was_passed_by_comes_last()
    {
        var targets = Targets(8).ToList();
        targets[2] = Read(targets[2], second: 5);
        var plan = FlatPlan.Of(targets);
        Assert.Equal(("102", "102", "Stay: 1 of 2 meters are missing."), (plan.CurrentFlat, plan.Next!.Flat, plan.Next.Reason));
        targets[3] = Read(targets[3], second: 6);
        Assert.Equal("103", FlatPlan.Of(targets).Next!.Flat);
        for (var i = 4; i < 8; i++) targets[i] = Read(targets[i], second: 10 + i);
        Assert.Equal(("101", "Go back, it was passed by: 2 of 2 meters are missing."), (FlatPlan.Of(targets).Next!.Flat, FlatPlan.Of(targets).Next!.Reason));
    }

    [Fact]
    public void Stops_hold_no_more_than_a_reader_hears_and_no_floor_is_torn_apart_without_need()
    {
        var targets = Enumerable.Range(0, 600).Select(static i => Targets(1)[0] with { Ordinal = i, Floor = i / 100 }).ToList();
        var stops = ScanStop.Of(targets);
        Assert.Equal([200, 200, 200], stops.Select(static s => s.Targets.Count));
        Assert.Equal([(0, 1), (2, 3), (4, 5)], stops.Select(static s => (s.LowestFloor!.Value, s.HighestFloor!.Value)));
    }

    [Fact]
    public void A_society_is_walked_along_its_towers_from_where_one_stands()
    {
        var targets = Targets(24 * 4);   // towers A to D, 111 m apart, to the north
        var plan = SocietyPlan.Of(targets, new Location(12.9031, 77.6));
        Assert.Equal(["D", "C", "B", "A"], plan.Steps.Select(static s => s.Tower));
        Assert.Equal("Begin at tower D, floors 1 to 3, first on the shortest way found, 11 m from here: 24 of 24 meters are missing, about 32 s of waiting.", plan.Steps[0].Reason);
        Assert.Equal("Then tower C, floors 1 to 3, 111 m from there: 24 of 24 meters are missing, about 32 s of waiting.", plan.Steps[1].Reason);
        Assert.InRange(plan.LengthM, 340, 350);
        Assert.Equal(TimeSpan.FromSeconds(4 * 32), plan.Wait);
    }

    [Fact]
    public void Towers_that_are_done_are_not_visited_again()
    {
        var targets = Targets(48).Select(static t => t.Tower == "A" ? Read(t) : t).ToList();
        Assert.Equal(["B"], SocietyPlan.Of(targets, from: null).Steps.Select(static s => s.Tower));
    }

    [Fact]
    public void Towers_of_unknown_place_come_last()
    {
        var targets = Targets(48).Select(static t => t.Tower == "A" ? t with { Location = null } : t).ToList();
        var plan = SocietyPlan.Of(targets, new Location(12.9, 77.6));
        Assert.Equal(["B", "A"], plan.Steps.Select(static s => s.Tower));
        Assert.Null(plan.Steps[1].DistanceM);
    }

    [Fact]
    public void Free_roam_shows_what_is_near_and_where_most_is_to_be_had()
    {
        var targets = Targets(48).Select(static t => t.Tower == "A" && t.Ordinal > 0 ? Read(t) : t).ToList();
        var plan = FreeRoamPlan.Of(targets, new Location(12.9, 77.6));
        Assert.Equal([Meter(1)], plan.Near.Select(static t => t.Meter));
        Assert.Equal("B", plan.Next!.Tower);
        Assert.Equal("Most readings a minute are to be had at tower B, floors 1 to 3, 111 m from here: 24 of 24 meters are missing, about 32 s of waiting.", plan.Next.Reason);
    }

    [Fact]
    public void Free_roam_without_candidates_has_nowhere_to_go()
    {
        Assert.Null(FreeRoamPlan.Of([], new Location(12.9, 77.6)).Next);
        Assert.Empty(SocietyPlan.Of([], null).Steps);
        Assert.Null(FlatPlan.Of([]).Next);
    }

    [Fact]
    public void Targets_are_the_active_meters_in_walking_order_with_their_places()
    {
        Meter Of(int number, string tower, string flat, MeterStatus status = MeterStatus.Active) => new() { Id = Meter(number), Society = GreenPark, Tower = tower, Flat = flat, Status = status };
        var here = new Location(12.9, 77.6);
        var targets = TargetList.Of(
            [Of(1, "B", "101"), Of(2, "A10", "11"), Of(3, "A2", "1001"), Of(4, "A2", "201"), Of(5, "A2", "9"), Of(6, "A2", "202", MeterStatus.Maintenance)],
            new([new("B", here)], [new Flat { Tower = "A2", Number = "1001", Floor = 10 }, new Flat { Tower = "A2", Number = "201", Floor = 2, Coordinates = here }, new Flat { Tower = "A2", Number = "9", Floor = 0 }]));
        Assert.Equal([5, 4, 3, 2, 1], targets.Select(static t => int.Parse(t.Meter.SerialNumber[4..])));
        Assert.Equal([0, 1, 2, 3, 4], targets.Select(static t => t.Ordinal));
        Assert.Equal((here, (int?)2, null, here), (targets[1].Location!.Value, targets[1].Floor, targets[2].Location, targets[4].Location!.Value));
    }

    [Theory]
    [InlineData("2", "10")]
    [InlineData("A-2", "A-10")]
    [InlineData("A", "A1")]
    [InlineData("7", "07")]
    [InlineData("A9B", "A10")]
    [InlineData("A9B", "A9C")]
    [InlineData("", "A")]
    public void Names_are_ordered_as_people_count(string first, string second)
    {
        Assert.True(NaturalOrder.Instance.Compare(first, second) * NaturalOrder.Instance.Compare(second, first) < 0);
        if (second != "07") Assert.True(NaturalOrder.Instance.Compare(first, second) < 0);
    }

    private static SessionTarget Read(SessionTarget target, int second = 1) => target with { Heard = HeardState.Decoded, HeardAt = Invented.Noon.AddSeconds(second) };
}
