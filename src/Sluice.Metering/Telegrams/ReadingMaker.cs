using Sluice.Metering.Identity;
using Sluice.Metering.Readings;
using Sluice.Metering.Societies;
using Sluice.Metering.Validation;
using Sluice.WMBus;
using Sluice.WMBus.Records;

namespace Sluice.Metering.Telegrams;

/// <summary>Makes the reading of a decoded telegram, ready for the rules.</summary>
public static class ReadingMaker
{
    /// <summary>The reading. The telegram is decoded and has an address.</summary>
    /// <param name="id">The telegram's number in the archive.</param>
    /// <param name="arrival">What came in.</param>
    /// <param name="telegram">What it says.</param>
    /// <param name="society">The society the meter belongs to.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="clockTolerance">How far ahead a receiver's clock may be.</param>
    /// <param name="found">What the rules have to know of the decoding. The reading's quality is theirs to say.</param>
    public static Reading Make(
        long id, TelegramArrival arrival, DecodedTelegram telegram, SocietyId society, SocietySettings settings, TimeSpan clockTolerance, out Reasons found)
    {
        found = Candidate.FoundIn(telegram);
        var at = arrival.HeardAt ?? arrival.ReceivedAt;
        if (at > arrival.ReceivedAt + clockTolerance)
        {
            at = arrival.ReceivedAt;
            found |= Reasons.Of(RuleId.ReceiverClock);
        }
        var total = Volume(telegram, "total_m3", ref found);
        var target = Volume(telegram, "target_m3", ref found);
        if (total is null && !found.Contains(RuleId.VolumeTooLong) && telegram.Media.Contains("water", StringComparison.Ordinal)) found |= Reasons.Of(RuleId.NoVolume);
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
            RssiDbm = arrival.RssiDbm,
            Receiver = arrival.Receiver,
        };
    }

    private static decimal? Volume(DecodedTelegram telegram, string field, ref Reasons found)
    {
        if (!telegram.TryGetDecimal(field, out var volume)) return null;
        if (ReadingRules.Fits(volume)) return volume;
        found |= Reasons.Of(RuleId.VolumeTooLong);
        return null;
    }

    private static DateOnly? TargetDate(DecodedTelegram telegram)
    {
        foreach (var field in telegram.Fields)
            if (field.Name.Text == "target_date" && field.Value.Kind == RecordValueKind.Date) return field.Value.Date;
        return null;
    }
}
