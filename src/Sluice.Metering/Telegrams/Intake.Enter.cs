using Sluice.Metering.Readings;
using Sluice.Metering.Storage;
using Sluice.Metering.Validation;

namespace Sluice.Metering.Telegrams;

public sealed partial class Intake
{
    /// <summary>Takes in a reading that somebody read from the dial: judged, kept and told like those of telegrams.</summary>
    /// <param name="reading">The reading, without telegram. Its identity makes it safe to repeat.</param>
    /// <param name="ct">Ends the waiting for a place.</param>
    /// <returns>What became of it. When it is not new, its reading is the one that was there first.</returns>
    /// <exception cref="StorageException">The store could not take it; nothing is kept.</exception>
    public async ValueTask<IntakeOutcome> EnterAsync(Reading reading, CancellationToken ct)
    {
        var candidate = new Candidate { At = reading.At, TotalM3 = reading.TotalM3, Facts = FactsOf(reading.Meter) };
        var item = IntakeItem.Entered(reading, candidate, rules.Find(reading.Society), clock.GetUtcNow());
        await places.WaitAsync(ct);
        try
        {
            var kept = await store.CommitAsync([item], CancellationToken.None);
            Kept?.Invoke(new(IntakeReceipt.None, [item], kept));
            return kept[0];
        }
        finally
        {
            places.Release();
        }
    }
}
