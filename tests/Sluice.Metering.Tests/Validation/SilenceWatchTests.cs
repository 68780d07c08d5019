using Microsoft.Extensions.Time.Testing;
using Sluice.Metering.Alerts;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Societies;
using Sluice.Metering.Telegrams;
using Sluice.Metering.Validation;
using Sluice.Storage.Contract;

namespace Sluice.Metering.Tests.Validation;

public sealed class SilenceWatchTests
{
    private static readonly MeterId Kitchen = MeterId.Of(Invented.Meter());
    private readonly FakeTimeProvider clock = new(Invented.Noon);
    private readonly InMemoryIntakeStore intake = new();
    private readonly InMemoryAlertStore alerts = new();
    private readonly InMemoryCredentialStore gateways = new();
    private readonly InMemoryMeterStore meters;
    private readonly RuleDirectory rules = new();
    private readonly SilenceWatch watch;
    private int number;

    public SilenceWatchTests()
    {
        intake.Add(alerts);
        meters = new(new InMemorySocietyStore());
        watch = new(intake.Readings, meters, gateways, alerts, rules, clock);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_meter_that_gateways_hear_no_more_is_stale_after_an_hour_until_it_is_heard_again()
    {
        await RegisterAsync(new() { Id = Kitchen, Society = Invented.Society });
        await AddGatewayAsync("roof");
        await HearAsync("roof");
        await AfterAsync(minutes: 59);
        Assert.Empty(await OpenAsync());
        await AfterAsync(minutes: 1);
        Assert.Equal(["KAM.90000001 stale"], await OpenAsync());
        await AfterAsync(minutes: 30);
        await HearAsync("roof");
        await AfterAsync(minutes: 15);
        Assert.Equal(["KAM.90000001 stale"], await OpenAsync());
        await AfterAsync(minutes: 44);
        Assert.Equal(["KAM.90000001 stale"], await OpenAsync());
        await HearAsync("roof");
        await AfterAsync(minutes: 5);
        Assert.Empty(await OpenAsync());
    }

    [Fact]
    public async Task A_silent_gateway_is_told_and_not_each_of_its_meters()
    {
        await RegisterAsync(new() { Id = Kitchen, Society = Invented.Society });
        await AddGatewayAsync("roof");
        await HearAsync("roof");
        await AfterAsync(minutes: 90, gatewaysAreUp: false);
        Assert.Equal(["roof gateway-silent"], await OpenAsync());
        await AfterAsync(minutes: 61);
        Assert.DoesNotContain("roof gateway-silent", await OpenAsync());
    }

    [Fact]
    public async Task A_meter_read_in_rounds_is_stale_after_45_days()
    {
        await RegisterAsync(new() { Id = Kitchen, Society = Invented.Society });
        await HearAsync(gateway: null);
        await AfterAsync(minutes: 44 * 1440);
        Assert.Empty(await OpenAsync());
        await AfterAsync(minutes: 1440);
        Assert.Equal(["KAM.90000001 stale"], await OpenAsync());
    }

    [Fact]
    public async Task A_new_meter_that_is_never_heard_is_told_after_a_week_and_no_more_once_it_is_taken_out()
    {
        await RegisterAsync(new() { Id = Kitchen, Society = Invented.Society, InstallationDate = DateOnly.FromDateTime(Invented.Noon.UtcDateTime) });
        await AfterAsync(minutes: 6 * 1440);
        Assert.Empty(await OpenAsync());
        await AfterAsync(minutes: 1440);
        Assert.Equal(["KAM.90000001 silent-new"], await OpenAsync());
        await RegisterAsync(new() { Id = Kitchen, Society = Invented.Society, Status = MeterStatus.Inactive });
        await AfterAsync(minutes: 1440);
        Assert.Empty(await OpenAsync());
    }

    [Fact]
    public async Task A_society_that_switched_the_rules_off_hears_nothing_and_other_thresholds_apply()
    {
        await RegisterAsync(new() { Id = Kitchen, Society = Invented.Society });
        await AddGatewayAsync("roof");
        await HearAsync("roof");
        rules.Set(Invented.Society, RuleSet.Of(new(new Dictionary<RuleId, RuleSetting> { [RuleId.Stale] = RuleSetting.Off })));
        await AfterAsync(minutes: 120);
        Assert.Empty(await OpenAsync());
        rules.Set(Invented.Society, RuleSet.Of(new(new Dictionary<RuleId, RuleSetting> { [RuleId.Stale] = RuleSetting.With("gateway_min", 180) })));
        await AfterAsync(minutes: 59);
        Assert.Empty(await OpenAsync());
        await AfterAsync(minutes: 1);
        Assert.Equal(["KAM.90000001 stale"], await OpenAsync());
    }

    private async Task RegisterAsync(Meter meter) => await meters.UpsertAsync(Invented.Scope, [meter], clock.GetUtcNow(), Cancel);

    private async Task AddGatewayAsync(string id) =>
        Assert.True(await gateways.AddAsync(Invented.Scope, new(id, Invented.Society, CredentialKind.Gateway, id, clock.GetUtcNow(), "tests"), new byte[32], Cancel));

    private async Task HearAsync(string? gateway)
    {
        var n = ++number;
        var reading = Invented.Reading(n) with { At = clock.GetUtcNow(), Day = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), SessionNumber = null };
        var arrival = Invented.Telegram(n) with { Receiver = gateway, Context = new() { FromGateway = gateway is not null, DeliveredBy = gateway } };
        await intake.CommitAsync([IntakeStores.Item(reading, n, arrival)], Cancel);
    }

    /// <summary>Lets time pass and looks.</summary>
    private async Task AfterAsync(int minutes, bool gatewaysAreUp = true)
    {
        clock.Advance(TimeSpan.FromMinutes(minutes));
        if (gatewaysAreUp || minutes == 0) await gateways.MarkUsedAsync("roof", clock.GetUtcNow(), Cancel);
        else await gateways.MarkUsedAsync("roof", clock.GetUtcNow().AddMinutes(-minutes), Cancel);
        await watch.LookAsync(Invented.Scope, Cancel);
    }

    private async Task<IEnumerable<string>> OpenAsync() => (await alerts.ListAsync(Invented.Scope, new(AlertState.Open), null, 100, Cancel)).Items.Select(static a => $"{a.Subject} {RuleCatalog.NameOf(a.Rule)}");
}
