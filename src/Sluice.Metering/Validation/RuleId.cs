namespace Sluice.Metering.Validation;

/// <summary>A validation rule. Numbers are stored as bits: never renumber, at most 63. The name on the wire is <see cref="RuleCatalog.NameOf"/>.</summary>
public enum RuleId
{
    /// <summary>The same telegram again.</summary>
    Duplicate = 0,

    /// <summary>An old telegram presented as new.</summary>
    Replay = 1,

    /// <summary>The volume is below the last accepted one.</summary>
    Negative = 2,

    /// <summary>A telegram heard earlier does not fit between its neighbours in time.</summary>
    Order = 3,

    /// <summary>The meter was opened or disturbed.</summary>
    Tamper = 4,

    /// <summary>A water meter's telegram without a volume.</summary>
    NoVolume = 5,

    /// <summary>A volume with more digits than are kept.</summary>
    VolumeTooLong = 6,

    /// <summary>Much more or much less than the meter's own average.</summary>
    HighLow = 10,

    /// <summary>One hour of the day stands out.</summary>
    Spike = 11,

    /// <summary>No checksum of the telegram could be checked.</summary>
    Unverified = 12,

    /// <summary>The receiver's clock is ahead of ours; the time of intake was taken.</summary>
    ReceiverClock = 13,

    /// <summary>Decoded with a record format learned from another telegram.</summary>
    LearnedFormat = 14,

    /// <summary>A meter took another one's place, or one that was taken out still sends.</summary>
    Swap = 20,

    /// <summary>Nothing used for a long time.</summary>
    Zero = 21,

    /// <summary>The meter says: leak.</summary>
    LeakMeter = 22,

    /// <summary>Water flows in every hour of the day.</summary>
    LeakData = 23,

    /// <summary>The meter says: pipe burst.</summary>
    Burst = 24,

    /// <summary>The meter says: water flows backwards.</summary>
    Reverse = 25,

    /// <summary>The meter says: no water in the pipe.</summary>
    Dry = 26,

    /// <summary>The meter says: the battery is nearly empty.</summary>
    LowBattery = 27,

    /// <summary>A temperature that is no measurement.</summary>
    Temperature = 28,

    /// <summary>The receiver's clock and the meter's disagree.</summary>
    Clock = 29,

    /// <summary>Not heard for too long.</summary>
    Stale = 30,

    /// <summary>A new meter that was never heard.</summary>
    SilentNew = 31,

    /// <summary>A gateway not heard for too long.</summary>
    GatewaySilent = 32,

    /// <summary>The first of the decoder's warnings: 40 + <see cref="WMBus.DecodeErrorCode"/>.</summary>
    DecoderWarning = 40,
}
