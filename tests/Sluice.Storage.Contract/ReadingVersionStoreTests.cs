using Sluice.Metering;
using Sluice.Metering.Identity;
using Sluice.Metering.Readings;
using Sluice.Metering.Telegrams;
using Sluice.Metering.Validation;

namespace Sluice.Storage.Contract;

/// <summary>What every <see cref="IReadingVersionStore"/> promises.</summary>
public abstract class ReadingVersionStoreTests
{
    private static readonly SocietyScope Scope = Scopes.Of("green-park");

    protected abstract ValueTask<(IIntakeStore Intake, IReadingVersionStore Versions)> NewVersionsAsync();

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<Reading> KeepAsync(IIntakeStore intake, int number, decimal total)
    {
        var reading = Invented.Reading(number) with { TotalM3 = total, Society = Scope.Society };
        var item = new IntakeItem(Invented.Telegram(number), new(0, DecodeState.Decoded, reading.Meter), reading)
        {
            Society = Scope.Society,
            Candidate = new Candidate { At = reading.At, TotalM3 = total, SessionNumber = reading.SessionNumber, Identity = reading.Identity },
        };
        return Assert.Single(await intake.CommitAsync([item], Cancel)).Reading! with { Society = Scope.Society };
    }

    [Fact]
    public async Task Versions_are_appended_and_come_back_in_order()
    {
        var (intake, versions) = await NewVersionsAsync();
        var reading = await KeepAsync(intake, 1, 8.90m);
        var accepted = ReadingVersion.Original(reading).Next(VersionKind.Accepted, Scope, "seen on the dial", Invented.Noon);
        var corrected = accepted.Next(VersionKind.Corrected, Scope, "misread", Invented.Noon.AddHours(1), 8.70m, 8.5m);
        Assert.Equal(new Change(ChangeOutcome.Changed, 2), await versions.AppendAsync(Scope, reading, accepted, Cancel));
        Assert.Equal(new Change(ChangeOutcome.Changed, 3), await versions.AppendAsync(Scope, reading, corrected, Cancel));
        Assert.Equal([accepted, corrected], await versions.ListAsync(Scope, reading.Sequence, Cancel));
        Assert.Equal("8.70", (await versions.ListAsync(Scope, reading.Sequence, Cancel))[1].TotalM3!.Value.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Empty(await versions.ListAsync(Scope, reading.Sequence + 1, Cancel));
        Assert.Empty(await versions.ListAsync(Scopes.Of("lake-view"), reading.Sequence, Cancel));
    }

    [Fact]
    public async Task Of_two_versions_with_one_number_the_second_is_refused()
    {
        var (intake, versions) = await NewVersionsAsync();
        var reading = await KeepAsync(intake, 1, 8.9m);
        var version = ReadingVersion.Original(reading).Next(VersionKind.Accepted, Scope, "seen", Invented.Noon);
        await versions.AppendAsync(Scope, reading, version, Cancel);
        Assert.Equal(new Change(ChangeOutcome.Conflict, 2), await versions.AppendAsync(Scope, reading, version with { Why = "other" }, Cancel));
        Assert.Equal("seen", Assert.Single(await versions.ListAsync(Scope, reading.Sequence, Cancel)).Why);
    }

    [Fact]
    public async Task A_version_without_reason_or_of_another_reading_is_refused()
    {
        var (intake, versions) = await NewVersionsAsync();
        var reading = await KeepAsync(intake, 1, 8.9m);
        var version = ReadingVersion.Original(reading).Next(VersionKind.Accepted, Scope, "seen", Invented.Noon);
        await Assert.ThrowsAsync<ArgumentException>(() => versions.AppendAsync(Scope, reading, version with { Why = "" }, Cancel).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => versions.AppendAsync(Scope, reading, version with { Reading = 99 }, Cancel).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => versions.AppendAsync(Scopes.Of("lake-view"), reading, version, Cancel).AsTask());
    }

    [Fact]
    public async Task After_a_lower_volume_was_accepted_the_next_reading_is_judged_against_it()
    {
        var (intake, versions) = await NewVersionsAsync();
        await KeepAsync(intake, 1, 8.9m);
        var lower = await KeepAsync(intake, 2, 2.0m);
        Assert.Equal((ReadingQuality.Poor, "negative"), (lower.Quality, lower.Reasons));
        var accepted = ReadingVersion.Original(lower).Next(VersionKind.Accepted, Scope, "new register", Invented.Noon);
        Assert.Equal(ReadingQuality.Fair, accepted.Quality);
        await versions.AppendAsync(Scope, lower, accepted, Cancel);
        Assert.Equal(ReadingQuality.Good, (await KeepAsync(intake, 3, 2.1m)).Quality);
    }

    [Fact]
    public async Task Accepting_an_old_reading_does_not_move_what_newer_ones_are_judged_against()
    {
        var (intake, versions) = await NewVersionsAsync();
        await KeepAsync(intake, 1, 8.9m);
        var lower = await KeepAsync(intake, 2, 2.0m);
        await KeepAsync(intake, 3, 9.0m);
        await versions.AppendAsync(Scope, lower, ReadingVersion.Original(lower).Next(VersionKind.Accepted, Scope, "hm", Invented.Noon), Cancel);
        Assert.Equal("negative", (await KeepAsync(intake, 4, 2.1m)).Reasons);
    }

    [Fact]
    public void A_withdrawn_reading_has_no_volume_and_cannot_be_billed()
    {
        var version = ReadingVersion.Original(Invented.Reading() with { Sequence = 1 }).Next(VersionKind.Withdrawn, Scope, "wrong meter", Invented.Noon);
        Assert.Equal((null, null, ReadingQuality.Poor), (version.TotalM3, version.TargetM3, version.Quality));
    }
}
