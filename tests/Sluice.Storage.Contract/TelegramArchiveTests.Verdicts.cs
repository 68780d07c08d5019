using Sluice.Metering.Telegrams;
using Sluice.WMBus;

namespace Sluice.Storage.Contract;

public abstract partial class TelegramArchiveTests
{
    [Theory, MemberData(nameof(States))]
    public async Task Every_state_is_kept_with_what_is_known(DecodeState state)
    {
        var archive = await NewArchiveAsync();
        var ids = await archive.AppendAsync([Invented.Telegram()], Cancel);
        var verdict = new TelegramVerdict(ids[0], state, Invented.Meter(), 0x61EB, Layer.Application, 17);
        await archive.SetVerdictsAsync([verdict], Cancel);
        Assert.Equal(verdict, (await archive.FindAsync(ids[0], Cancel))!.Verdict);
        Assert.Equal(new Dictionary<DecodeState, long> { [state] = 1 }, (await archive.CountAsync(Cancel)).Where(c => c.Value != 0).ToDictionary());
    }

    public static TheoryData<DecodeState> States => [.. Enum.GetValues<DecodeState>()];

    [Fact]
    public async Task The_last_verdict_counts()
    {
        var archive = await NewArchiveAsync();
        var ids = await archive.AppendAsync([Invented.Telegram(1), Invented.Telegram(2)], Cancel);
        await archive.SetVerdictsAsync([new(ids[0], DecodeState.NoKey, Invented.Meter()), new(ids[1], DecodeState.Damaged)], Cancel);
        await archive.SetVerdictsAsync([new(ids[0], DecodeState.Decoded, Invented.Meter())], Cancel);
        Assert.Equal(DecodeState.Decoded, (await archive.FindAsync(ids[0], Cancel))!.Verdict.State);
        var counts = await archive.CountAsync(Cancel);
        Assert.Equal((1, 1, 0), (counts[DecodeState.Decoded], counts[DecodeState.Damaged], counts.GetValueOrDefault(DecodeState.NoKey)));
    }

    [Fact]
    public async Task Verdicts_on_unknown_numbers_are_passed_over()
    {
        var archive = await NewArchiveAsync();
        await archive.SetVerdictsAsync([new(4711, DecodeState.Decoded)], Cancel);
        Assert.Null(await archive.FindAsync(4711, Cancel));
        Assert.DoesNotContain(await archive.CountAsync(Cancel), c => c.Value != 0);
    }
}
