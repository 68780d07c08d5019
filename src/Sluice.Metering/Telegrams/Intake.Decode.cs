using Sluice.Metering.Meters;
using Sluice.Metering.Societies;
using Sluice.Metering.Validation;
using Sluice.WMBus;
using Sluice.WMBus.Frames;
using Sluice.WMBus.Security;

namespace Sluice.Metering.Telegrams;

public sealed partial class Intake
{
    /// <summary>What an archived telegram says, with the keys and formats of now. Keeps nothing.</summary>
    public DecodedTelegram DecodeAgain(ArchivedTelegram telegram) => decoder.Decode(telegram.Arrival.Bytes.Span, telegram.Arrival.Format);

    /// <summary>Decodes a telegram and says whose it is. Total: whatever is wrong with it is in the verdict.</summary>
    /// <param name="id">Its number when it is in the archive already; 0 for a new one.</param>
    /// <param name="arrival">What came in.</param>
    /// <param name="key">A key that came with it; null: the ring's.</param>
    private IntakeItem Decode(long id, TelegramArrival arrival, MeterKey? key = null)
    {
        var telegram = decoder.Decode(arrival.Bytes.Span, arrival.Format, key);
        var state = DecodeStates.FromError(telegram.Error.Code);
        if (state == DecodeState.Decoded && telegram.Address is null) state = DecodeState.NotWMBus;
        var society = telegram.Address is { } address ? meters.SocietyOf(MeterId.Of(address)) : null;
        // What cannot be trusted to name its meter says only that.
        if (state is not (DecodeState.Damaged or DecodeState.Truncated or DecodeState.NotWMBus or DecodeState.BadInput))
        {
            if (society is null) state = DecodeState.UnknownMeter;
            else if (!arrival.Context.IsFor(society.Value)) state = DecodeState.NotForUs;
        }
        var verdict = new TelegramVerdict(
            id, state, telegram.Address, state == DecodeState.UnknownFormat ? telegram.FormatSignature : null, telegram.Error.Layer, telegram.Error.Offset);
        var settings = society is { } one ? societies.Find(one) : SocietySettings.Default;
        var genuine = telegram.LinkVerified || arrival.Format == FrameFormat.Stripped;
        if (state != DecodeState.Decoded) return new(arrival, verdict) { Society = society, SlotMinutes = settings.SlotMinutes, LinkVerified = genuine, Error = telegram.Error };
        var reading = ReadingMaker.Make(id, arrival, telegram, society!.Value, settings, options.ClockTolerance, out var found);
        return new(arrival, verdict, reading)
        {
            Candidate = Candidate.Of(reading, telegram, found, FactsOf(reading.Meter)),
            Rules = rules.Find(society.Value),
            Society = society,
            SlotMinutes = settings.SlotMinutes,
            LinkVerified = genuine,
            Error = telegram.Error,
        };
    }

    private MeterFacts FactsOf(MeterAddress meter)
    {
        if (!meters.TryFind(MeterId.Of(meter), out var entry)) return MeterFacts.None;
        return (entry.Status == MeterStatus.Inactive ? MeterFacts.TakenOut : MeterFacts.None) | (entry.TookAPlace ? MeterFacts.TookAPlace : MeterFacts.None);
    }

    /// <summary>A key, format or meter may have arrived after a telegram was decoded and before its verdict could be found: then nobody else looks at it again.</summary>
    private void QueueWhatCameTooEarly(IReadOnlyList<IntakeItem> items, bool metersChanged)
    {
        foreach (var item in items)
        {
            var verdict = item.Verdict;
            if (verdict.Signature is { } signature && decoder.Formats.Find(signature).Length > 0) queue.AddSignature(signature);
            else if (metersChanged && verdict.State.WaitsForMeter() && verdict.Meter is { } meter) queue.AddSerial(meter.Serial);
        }
    }
}
