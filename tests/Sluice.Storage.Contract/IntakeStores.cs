using Sluice.Metering.Identity;
using Sluice.Metering.Readings;
using Sluice.Metering.Telegrams;

namespace Sluice.Storage.Contract;

/// <summary>The ports of one provider that belong together, with ways to fill them in few words.</summary>
public sealed record IntakeStores(IIntakeStore Intake, ITelegramArchive Archive, IReadingStore Readings)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Keeps readings, each with a telegram of its own.</summary>
    public async Task<IReadOnlyList<IntakeOutcome>> KeepAsync(params IEnumerable<Reading> readings) =>
        await Intake.CommitAsync([.. readings.Select(static (r, i) => Item(r, i + 1))], Cancel);

    /// <summary>Keeps telegrams with these verdicts and no reading.</summary>
    public async Task<IReadOnlyList<long>> KeepUndecodedAsync(params IReadOnlyList<TelegramVerdict> verdicts) =>
        [.. (await Intake.CommitAsync([.. verdicts.Select(static (v, i) => new IntakeItem(Invented.Telegram(i + 1), v) { Society = Invented.Society })], Cancel)).Select(static o => o.TelegramId)];

    /// <summary>All readings of the society, last stored first.</summary>
    public async Task<IReadOnlyList<Reading>> AllAsync() => (await Readings.ListAsync(Invented.Scope, null, IReadingStore.MaxPage, Cancel)).Items;

    /// <summary>A decoded telegram with its reading.</summary>
    public static IntakeItem Item(Reading reading, int telegram = 1, TelegramArrival? arrival = null) =>
        new(arrival ?? Invented.Telegram(telegram), new(0, DecodeState.Decoded, reading.Meter), reading) { Society = reading.Society };
}
