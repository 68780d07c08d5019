using Sluice.Metering.Readings;
using Sluice.WMBus;
using Sluice.WMBus.Formats;

namespace Sluice.Metering.Validation;

/// <summary>What of a reading the rules look at, before it is stored.</summary>
public readonly record struct Candidate
{
    /// <summary>When the meter was heard, as in <see cref="Reading.At"/>.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Volume now, m³; null when there is none.</summary>
    public decimal? TotalM3 { get; init; }

    /// <summary>Session number of the extended link layer: counts the meter's own minutes; null without one.</summary>
    public uint? SessionNumber { get; init; }

    /// <summary>Access number, modulo 256; null when there is none.</summary>
    public byte? AccessNumber { get; init; }

    /// <summary>The telegram's identity; 0 for readings that no telegram brought.</summary>
    public ulong Identity { get; init; }

    /// <summary>What the meter says about itself.</summary>
    public InfoState Info { get; init; }

    /// <summary>What decoding found already: <see cref="RuleId.Unverified"/>, <see cref="RuleId.NoVolume"/> and the like.</summary>
    public Reasons Found { get; init; }

    /// <summary>What the society's list of meters says about this one.</summary>
    public MeterFacts Facts { get; init; }

    /// <summary>What decoding finds by itself.</summary>
    /// <param name="telegram">The telegram.</param>
    public static Reasons FoundIn(DecodedTelegram telegram)
    {
        var found = Reasons.None;
        foreach (var warning in telegram.Warnings) found |= RuleCatalog.OfDecoder(warning.Code);
        if (!telegram.PayloadVerified && !telegram.LinkVerified) found |= Reasons.Of(RuleId.Unverified);
        if (telegram.FormatSignature is { } signature && !FormatRegistry.IsBuiltIn(signature)) found |= Reasons.Of(RuleId.LearnedFormat);
        foreach (var field in telegram.Fields)
            if (field.IsInvalid)
            {
                found |= Reasons.Of(RuleId.Temperature);
                break;
            }
        return found;
    }

    /// <summary>The candidate of a decoded telegram.</summary>
    /// <param name="reading">The reading made of it.</param>
    /// <param name="telegram">What it says.</param>
    /// <param name="found">What decoding found.</param>
    /// <param name="facts">What the list of meters says.</param>
    public static Candidate Of(Reading reading, DecodedTelegram telegram, Reasons found, MeterFacts facts = default) => new()
    {
        At = reading.At,
        TotalM3 = reading.TotalM3,
        SessionNumber = reading.SessionNumber,
        AccessNumber = telegram.AccessNumber,
        Identity = reading.Identity,
        Info = InfoState.Of(reading.Status, telegram),
        Found = found,
        Facts = facts,
    };

    /// <summary>The candidate of a reading that is stored already, for trying rules out. What only its telegram knew (durations, access number) is missing.</summary>
    public static Candidate OfStored(Reading reading) => new()
    {
        At = reading.At,
        TotalM3 = reading.TotalM3,
        SessionNumber = reading.SessionNumber,
        Identity = reading.Source == ReadingSource.Manual ? 0 : reading.Identity,
        Info = new(InfoState.Parse(reading.Status)),
        Found = Reasons.Parse(reading.Reasons) & RuleCatalog.FoundByDecoding,
    };
}

/// <summary>What the list of meters says about a meter.</summary>
[Flags]
public enum MeterFacts
{
    /// <summary>Nothing in particular.</summary>
    None = 0,

    /// <summary>It took another meter's place.</summary>
    TookAPlace = 1,

    /// <summary>It was taken out.</summary>
    TakenOut = 2,
}
