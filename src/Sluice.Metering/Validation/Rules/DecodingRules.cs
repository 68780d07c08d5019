using Sluice.WMBus;

namespace Sluice.Metering.Validation.Rules;

/// <summary>What decoding finds. The names are those of the decoder's codes where it has one.</summary>
internal static class DecodingRules
{
    public static IReadOnlyList<RuleDefinition> Definitions { get; } =
    [
        new(RuleId.NoVolume, "NoVolume", RuleKind.Error, Alert: null,
            "A water meter's telegram without a volume.",
            "Decode the telegram again when a driver for this meter is there."),
        new(RuleId.VolumeTooLong, "VolumeTooLong", RuleKind.Error, Alert: null,
            "A volume with more digits than are kept.",
            "Report the telegram: no known meter has so many digits."),
        new(RuleId.Unverified, "Unverified", RuleKind.Warning, Alert: null,
            "No checksum of the telegram could be checked.",
            "Have the receiver pass telegrams on with their checksums, or encrypted."),
        new(RuleId.ReceiverClock, "ReceiverClock", RuleKind.Warning, Alert: null,
            "The receiver's clock is ahead; the time of arrival was taken.",
            "Set the receiver's clock."),
        new(RuleId.LearnedFormat, "LearnedFormat", RuleKind.Warning, Alert: null,
            "Decoded with a record format learned from another telegram of such meters.",
            "Nothing, when the values look right. Switch the rule off when the format has proven itself."),
        new(RuleId.Temperature, "temperature", RuleKind.Info, Alert: null,
            "A temperature is no measurement: the pipe is dry.",
            "Nothing: the field is left out."),
        .. Enum.GetValues<DecodeErrorCode>().Where(static code => code != DecodeErrorCode.None).Select(static code => new RuleDefinition(
            RuleId.DecoderWarning + (int)code, code.ToString(), RuleKind.Warning, Alert: null,
            "A part of the telegram does not decode.",
            "Explain the telegram to see which; the values are those of the other parts.")),
    ];
}
