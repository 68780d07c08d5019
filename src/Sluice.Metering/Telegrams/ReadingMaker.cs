using Sluice.Metering.Identity;
using Sluice.Metering.Readings;
using Sluice.Metering.Societies;
using Sluice.WMBus;
using Sluice.WMBus.Records;

namespace Sluice.Metering.Telegrams;

/// <summary>Makes the reading of a decoded telegram, with its quality and the reasons for it.</summary>
public static class ReadingMaker
{
    /// <summary>No checksum of the telegram could be checked.</summary>
    public const string Unverified = "Unverified";

    /// <summary>The receiver's clock is ahead of ours; the time of intake was taken.</summary>
    public const string ReceiverClock = "ReceiverClock";

    /// <summary>A water meter's telegram without a volume.</summary>
    public const string NoVolume = "NoVolume";

    /// <summary>A volume with more digits than are kept.</summary>
    public const string VolumeTooLong = "VolumeTooLong";

    /// <summary>The reading. The telegram is decoded and has an address.</summary>
    /// <param name="id">The telegram's number in the archive.</param>
    /// <param name="arrival">What came in.</param>
    /// <param name="telegram">What it says.</param>
    /// <param name="society">The society the meter belongs to.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="clockTolerance">How far ahead a receiver's clock may be.</param>
    public static Reading Make(long id, TelegramArrival arrival, DecodedTelegram telegram, SocietyId society, SocietySettings settings, TimeSpan clockTolerance)
    {
        var warnings = new List<string>();
        var errors = new List<string>();
        foreach (var warning in telegram.Warnings) warnings.Add(warning.Code.ToString());
        if (!telegram.PayloadVerified && !telegram.LinkVerified) warnings.Add(Unverified);
        var at = arrival.HeardAt ?? arrival.ReceivedAt;
        if (at > arrival.ReceivedAt + clockTolerance)
        {
            at = arrival.ReceivedAt;
            warnings.Add(ReceiverClock);
        }
        var total = Volume(telegram, "total_m3", errors);
        var target = Volume(telegram, "target_m3", errors);
        if (total is null && errors.Count == 0 && telegram.Media.Contains("water", StringComparison.Ordinal)) errors.Add(NoVolume);
        return new()
        {
            TelegramId = id,
            Meter = telegram.Address!.Value,
            Society = society,
            Session = arrival.Context.Session,
            Gps = arrival.Context.Gps,
            Identity = telegram.Identity,
            SessionNumber = telegram.SessionNumber,
            At = at,
            Day = settings.DayOf(at),
            Media = telegram.Media,
            Driver = telegram.Driver.Name,
            Name = telegram.Name,
            TotalM3 = total,
            TargetM3 = target,
            TargetDate = target is null ? null : TargetDate(telegram),
            Status = telegram.GetText("status") is { Length: > 0 } status ? status : "OK",
            Quality = errors.Count > 0 ? ReadingQuality.Poor : warnings.Count > 0 ? ReadingQuality.Fair : ReadingQuality.Good,
            Reasons = string.Join(' ', errors.Concat(warnings).Distinct()),
            RssiDbm = arrival.RssiDbm,
            Receiver = arrival.Receiver,
        };
    }

    private static decimal? Volume(DecodedTelegram telegram, string field, List<string> errors)
    {
        if (!telegram.TryGetDecimal(field, out var volume)) return null;
        if (ReadingRules.Fits(volume)) return volume;
        errors.Add(VolumeTooLong);
        return null;
    }

    private static DateOnly? TargetDate(DecodedTelegram telegram)
    {
        foreach (var field in telegram.Fields)
            if (field.Name.Text == "target_date" && field.Value.Kind == RecordValueKind.Date) return field.Value.Date;
        return null;
    }
}
