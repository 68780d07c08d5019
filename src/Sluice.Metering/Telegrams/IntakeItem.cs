using Sluice.Metering.Identity;
using Sluice.Metering.Readings;
using Sluice.Metering.Validation;
using Sluice.WMBus;

namespace Sluice.Metering.Telegrams;

/// <summary>A telegram with what decoding made of it, ready to be kept.</summary>
/// <param name="Arrival">What came in.</param>
/// <param name="Verdict">What became of it; its number is <see cref="TelegramId"/>.</param>
/// <param name="Reading">What it says; set when and only when the verdict is <see cref="DecodeState.Decoded"/>.</param>
public sealed record IntakeItem(TelegramArrival Arrival, TelegramVerdict Verdict, Reading? Reading = null)
{
    /// <summary>True: somebody read the dial. No telegram brought the reading, and none is archived; <see cref="Arrival"/> says only when it was handed in.</summary>
    public bool IsEntered { get; private init; }

    /// <summary>A reading from the dial.</summary>
    /// <param name="reading">The reading.</param>
    /// <param name="candidate">What the rules look at; without identity.</param>
    /// <param name="rules">The rules of the society.</param>
    /// <param name="now">When it was handed in.</param>
    public static IntakeItem Entered(Reading reading, in Candidate candidate, RuleSet rules, DateTimeOffset now) =>
        new(new(default, now), new(0, DecodeState.Decoded, reading.Meter), reading) { IsEntered = true, Society = reading.Society, Candidate = candidate, Rules = rules };

    /// <summary>Refuses what no store keeps.</summary>
    /// <exception cref="ArgumentException">The telegram or its reading is not fit to be kept.</exception>
    public void ThrowIfUnfit()
    {
        if (!IsEntered) Arrival.ThrowIfUnfit();
        if (Reading is not null) ReadingRules.ThrowIfUnfit(Reading);
    }

    /// <summary>The telegram's number when it is in the archive already (decoded again); 0 for one that has just come in.</summary>
    public long TelegramId => Verdict.Id;

    /// <summary>The society of the meter; null when the meter is in none.</summary>
    public SocietyId? Society { get; init; }

    /// <summary>Minutes of the society's slots, for <see cref="KeepRule"/>.</summary>
    public int SlotMinutes { get; init; } = 15;

    /// <summary>What the rules look at; set with <see cref="Reading"/>. Default for readings that are kept as they are.</summary>
    public Candidate? Candidate { get; init; }

    /// <summary>The rules of the society.</summary>
    public RuleSet Rules { get; init; } = RuleSet.Default;

    /// <summary>True when the link layer's checksums hold, or the receiver has checked and removed them: its sender was really heard.</summary>
    public bool LinkVerified { get; init; }

    /// <summary>The decoder's error, for whoever delivered it.</summary>
    public DecodeError Error { get; init; }
}

/// <summary>What became of an <see cref="IntakeItem"/>.</summary>
/// <param name="TelegramId">Its number in the archive; 0: it was only counted, see <see cref="KeepRule"/>, or there is none.</param>
/// <param name="State">The state kept with it: <see cref="DecodeState.Repeated"/> where the item said decoded and the telegram was there before.</param>
/// <param name="Reading">The stored reading: the new one, with its number and final quality, or the one that this telegram repeats; null for the others.</param>
public readonly record struct IntakeOutcome(long TelegramId, DecodeState State, Reading? Reading = null)
{
    /// <summary>What the rules said about a new reading; default for the others.</summary>
    public Judgement Judgement { get; init; }

    /// <summary>True for a reading from the dial: no telegram was archived.</summary>
    public bool IsEntered { get; init; }

    /// <summary>True when it became a new reading.</summary>
    public bool IsNew => State == DecodeState.Decoded && (TelegramId != 0 || IsEntered);
}
