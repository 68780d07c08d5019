using Sluice.Metering.Alerts;
using Sluice.Metering.Identity;
using Sluice.Metering.Telegrams;
using Sluice.Metering.Validation;

namespace Sluice.Storage.Contract;

/// <summary>What every pair of <see cref="IIntakeStore"/> and <see cref="IAlertStore"/> promises: alerts of readings are raised and closed in the readings' own commit.</summary>
public abstract class AlertingIntakeTests
{
    private static readonly SocietyScope Scope = Scopes.Of("green-park");

    protected abstract ValueTask<(IIntakeStore Intake, IAlertStore Alerts)> NewAlertingIntakeAsync();

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A reading so many hours after noon.</summary>
    protected static IntakeItem Item(int hour, InfoCodes codes = InfoCodes.None)
    {
        var reading = Invented.Reading(hour + 1) with { At = Invented.Noon.AddHours(hour), Society = Scope.Society, SessionNumber = (uint)(hour * 60) << 4, TotalM3 = 8 + (hour / 1000m) };
        return new(Invented.Telegram(hour + 1), new(0, DecodeState.Decoded, reading.Meter), reading)
        {
            Society = Scope.Society,
            Candidate = new Candidate { At = reading.At, TotalM3 = reading.TotalM3, SessionNumber = reading.SessionNumber, Identity = reading.Identity, Info = new(codes) },
        };
    }

    protected static async Task<Alert> OnlyAsync(IAlertStore store) => Assert.Single((await store.ListAsync(Scope, new(), null, 10, Cancel)).Items);

    [Fact]
    public async Task A_reading_with_an_info_code_raises_its_alert_and_one_without_closes_it_in_time()
    {
        var (intake, alerts) = await NewAlertingIntakeAsync();
        await intake.CommitAsync([Item(0), Item(1, InfoCodes.Leak), Item(2, InfoCodes.Leak)], Cancel);
        var alert = await OnlyAsync(alerts);
        Assert.Equal((AlertState.Open, 2L, "KAM.90000001", Invented.Noon.AddHours(2)), (alert.State, alert.Count, alert.Subject, alert.LastSeen));
        await intake.CommitAsync([Item(20)], Cancel);
        Assert.Equal(AlertState.Open, (await OnlyAsync(alerts)).State);
        await intake.CommitAsync([Item(27)], Cancel);
        Assert.Equal(AlertState.Closed, (await OnlyAsync(alerts)).State);
        await intake.CommitAsync([Item(40, InfoCodes.Leak)], Cancel);
        Assert.Equal(AlertState.Open, (await OnlyAsync(alerts)).State);
    }

    [Fact]
    public async Task A_repeated_telegram_does_not_count_again()
    {
        var (intake, alerts) = await NewAlertingIntakeAsync();
        await intake.CommitAsync([Item(1, InfoCodes.Leak)], Cancel);
        await intake.CommitAsync([Item(1, InfoCodes.Leak)], Cancel);
        Assert.Equal(1, (await OnlyAsync(alerts)).Count);
    }

    [Fact]
    public async Task A_late_reading_without_the_code_closes_nothing()
    {
        var (intake, alerts) = await NewAlertingIntakeAsync();
        await intake.CommitAsync([Item(0), Item(50, InfoCodes.Leak), Item(30)], Cancel);
        Assert.Equal(AlertState.Open, (await OnlyAsync(alerts)).State);
    }

    [Fact]
    public async Task A_reading_from_the_dial_ends_no_alert_that_only_the_radio_can_end()
    {
        var (intake, alerts) = await NewAlertingIntakeAsync();
        await intake.CommitAsync([Item(1, InfoCodes.Leak)], Cancel);
        var reading = Item(60).Reading! with { TelegramId = 0, SessionNumber = null };
        await intake.CommitAsync([IntakeItem.Entered(reading, new() { At = reading.At, TotalM3 = reading.TotalM3 }, RuleSet.Default, reading.At)], Cancel);
        Assert.Equal(AlertState.Open, (await OnlyAsync(alerts)).State);
        await intake.CommitAsync([Item(61)], Cancel);
        Assert.Equal(AlertState.Closed, (await OnlyAsync(alerts)).State);
    }
}
