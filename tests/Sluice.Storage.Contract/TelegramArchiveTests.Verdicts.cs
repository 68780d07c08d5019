using Sluice.Metering.Telegrams;

namespace Sluice.Storage.Contract;

public abstract partial class TelegramArchiveTests
{
    [Fact]
    public async Task A_telegram_that_can_be_decoded_now_gets_its_reading_and_verdict()
    {
        var stores = await NewStoresAsync();
        var id = (await stores.KeepUndecodedAsync(new TelegramVerdict(0, DecodeState.NoKey, Invented.Meter()))).Single();
        var healed = new IntakeItem(Invented.Telegram(), new(id, DecodeState.Decoded, Invented.Meter()), Invented.Reading()) { Society = Invented.Society };
        var outcome = Assert.Single(await stores.Intake.CommitAsync([healed], Cancel));
        Assert.Equal((id, DecodeState.Decoded, id), (outcome.TelegramId, outcome.State, outcome.Reading!.TelegramId));
        Assert.Equal(DecodeState.Decoded, (await stores.Archive.FindAsync(id, Cancel))!.Verdict.State);
        var counts = await stores.Archive.CountAsync(Cancel);
        Assert.Equal((1, 0), (counts[DecodeState.Decoded], counts.GetValueOrDefault(DecodeState.NoKey)));

        // Again, as after a crash before the answer: as the first time.
        Assert.Equal(outcome.State, Assert.Single(await stores.Intake.CommitAsync([healed], Cancel)).State);
        Assert.Single(await stores.AllAsync());
    }

    [Fact]
    public async Task A_decoded_telegram_can_be_decoded_again()
    {
        var stores = await NewStoresAsync();
        var ids = (await stores.KeepAsync([Invented.Reading(1), Invented.Reading(2)])).Select(static o => o.TelegramId).ToArray();
        var again = new IntakeItem(Invented.Telegram(), new(ids[0], DecodeState.Decoded, Invented.Meter()), Invented.Reading(1));
        Assert.Equal(DecodeState.Decoded, Assert.Single(await stores.Intake.CommitAsync([again], Cancel)).State);
        var now = new IntakeItem(Invented.Telegram(), new(ids[1], DecodeState.NotAuthentic, Invented.Meter()));
        Assert.Equal(DecodeState.NotAuthentic, Assert.Single(await stores.Intake.CommitAsync([now], Cancel)).State);
        Assert.Equal(DecodeState.NotAuthentic, (await stores.Archive.FindAsync(ids[1], Cancel))!.Verdict.State);
        Assert.Equal(Invented.Telegram(2).Bytes.ToArray(), (await stores.Archive.FindAsync(ids[1], Cancel))!.Arrival.Bytes.ToArray());
        var counts = await stores.Archive.CountAsync(Cancel);
        Assert.Equal((1, 1), (counts[DecodeState.Decoded], counts[DecodeState.NotAuthentic]));
    }

    [Fact]
    public async Task Verdicts_on_unknown_numbers_are_passed_over()
    {
        var stores = await NewStoresAsync();
        Assert.Equal(default, Assert.Single(await stores.Intake.CommitAsync([new(Invented.Telegram(), new(4711, DecodeState.NoKey))], Cancel)));
        Assert.Null(await stores.Archive.FindAsync(4711, Cancel));
        Assert.DoesNotContain(await stores.Archive.CountAsync(Cancel), static c => c.Value != 0);
    }
}
