using Sluice.Metering.Identity;
using Sluice.Metering.Sessions;
using Sluice.WMBus.Frames;

namespace Sluice.Metering.Readings;

/// <summary>What one telegram of a meter said.</summary>
/// <remarks>Volumes are exact decimals of at most 18 digits; their scale is kept (7.70 stays 7.70).</remarks>
public sealed record Reading
{
    /// <summary>Place in the order of storing, greater than 0; 0 before it is stored.</summary>
    public long Sequence { get; init; }

    /// <summary>The archived telegram it came from first; 0 for a reading from the dial.</summary>
    public required long TelegramId { get; init; }

    /// <summary>What brought a stored reading.</summary>
    public ReadingSource Source => TelegramId == 0 ? ReadingSource.Manual : ReadingSource.Telegram;

    /// <summary>The meter.</summary>
    public required MeterAddress Meter { get; init; }

    /// <summary>The society the meter belonged to when it was stored.</summary>
    public SocietyId Society { get; init; }

    /// <summary>The round it was heard in first; null outside rounds.</summary>
    public SessionId? Session { get; init; }

    /// <summary>Where the receiver was; null when not known.</summary>
    public Location? Gps { get; init; }

    /// <summary>The telegram's identity: repeats of the same telegram share it.</summary>
    public required ulong Identity { get; init; }

    /// <summary>The session number of the extended link layer, null without one.</summary>
    public uint? SessionNumber { get; init; }

    /// <summary>When the meter was heard: the receiver's time where it can be trusted, else the time of intake. UTC, to the millisecond.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The day of <see cref="At"/> in the society's time zone.</summary>
    public DateOnly Day { get; init; }

    /// <summary>The medium in words, for example <c>cold water</c>; empty when unknown.</summary>
    public string Media { get; init; } = "";

    /// <summary>The driver that named the fields; empty when decoded generically.</summary>
    public string Driver { get; init; } = "";

    /// <summary>What people call the meter; empty when not named.</summary>
    public string Name { get; init; } = "";

    /// <summary>Volume now, m³; null when the telegram has none.</summary>
    public decimal? TotalM3 { get; init; }

    /// <summary>Volume at the due date (first of the month), m³; null when the telegram has none.</summary>
    public decimal? TargetM3 { get; init; }

    /// <summary>The day of <see cref="TargetM3"/> as the telegram says it; null when it does not.</summary>
    public DateOnly? TargetDate { get; init; }

    /// <summary>The day <see cref="TargetM3"/> is of: said by the telegram, else inferred as the first of the month of <see cref="Day"/>; null without such a volume.</summary>
    public DateOnly? TargetDay => TargetM3 is null ? null : TargetDate ?? new DateOnly(Day.Year, Day.Month, 1);

    /// <summary><c>OK</c>, or the meter's info codes in capitals, separated by spaces.</summary>
    public string Status { get; init; } = "OK";

    /// <summary>Whether it can be billed.</summary>
    public ReadingQuality Quality { get; init; }

    /// <summary>Why it is not <see cref="ReadingQuality.Good"/>: rule ids separated by spaces; empty when it is.</summary>
    public string Reasons { get; init; } = "";

    /// <summary>Which <see cref="ReadingVersion"/> this shows: 1 for the reading as it was stored.</summary>
    public int Version { get; init; } = 1;

    /// <summary>What that version is.</summary>
    public VersionKind Kind { get; init; }

    /// <summary>The best signal any receiver had, dBm; null when none said.</summary>
    public int? RssiDbm { get; init; }

    /// <summary>The receiver with the best signal, or the first one; null when unknown.</summary>
    public string? Receiver { get; init; }

    /// <summary>All receivers that heard it, at most <see cref="MaxSeenBy"/>; empty when only <see cref="Receiver"/> did.</summary>
    public IReadOnlyList<SeenBy> SeenBy { get; init; } = [];

    /// <summary>The most receivers kept per reading; further ones still raise the best signal.</summary>
    public const int MaxSeenBy = 16;

    /// <summary>The greatest number of digits a volume may have.</summary>
    public const int MaxDigits = 18;
}

/// <summary>What brings a reading.</summary>
public enum ReadingSource
{
    /// <summary>A telegram.</summary>
    Telegram = 0,

    /// <summary>Somebody read the dial.</summary>
    Manual,
}

/// <summary>One receiver that heard a telegram.</summary>
/// <param name="Receiver">Its name or serial number.</param>
/// <param name="RssiDbm">Its best signal, dBm; null when it does not say.</param>
public sealed record SeenBy(string Receiver, int? RssiDbm);
