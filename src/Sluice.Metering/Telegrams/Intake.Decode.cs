using Sluice.Metering.Readings;
using Sluice.WMBus;

namespace Sluice.Metering.Telegrams;

public sealed partial class Intake
{
    /// <summary>Decodes archived telegrams, stores their readings, then their verdicts. In this order: a crash in between repeats the work, and repeating adds nothing.</summary>
    private async Task<IntakeReceipt> DecodeAsync(IReadOnlyList<Job> jobs, bool live)
    {
        var changesBefore = Volatile.Read(ref keyChanges);
        var verdicts = new TelegramVerdict[jobs.Count];
        var found = new List<Reading>(jobs.Count);
        var owners = new List<int>(jobs.Count);
        for (var i = 0; i < verdicts.Length; i++)
        {
            var job = jobs[i];
            var telegram = decoder.Decode(job.Arrival.Bytes.Span, job.Arrival.Format, job.Key);
            verdicts[i] = Verdict(job.Id, telegram);
            if (verdicts[i].State != DecodeState.Decoded) continue;
            found.Add(ReadingMaker.Make(job.Id, job.Arrival, telegram, options.ClockTolerance));
            owners.Add(i);
        }
        var outcomes = await readings.AppendAsync(found, CancellationToken.None);
        var stored = 0;
        for (var i = 0; i < owners.Count; i++)
        {
            // A conflict needs two telegrams with one 64-bit identity; the first one stays.
            if (outcomes[i] == AppendOutcome.Stored) stored++;
            else verdicts[owners[i]] = verdicts[owners[i]] with { State = DecodeState.Repeated };
        }
        await archive.SetVerdictsAsync(verdicts, CancellationToken.None);
        if (live) QueueWhatCameTooEarly(verdicts, changesBefore != Volatile.Read(ref keyChanges));
        return new(
            jobs.Count,
            stored,
            owners.Count - stored,
            verdicts.Where(static v => v.State.IsUndecoded()).CountBy(static v => v.State).ToDictionary(),
            Pending: 0,
            Rejected: 0);
    }

    private static TelegramVerdict Verdict(long id, DecodedTelegram telegram)
    {
        var state = DecodeStates.FromError(telegram.Error.Code);
        if (state == DecodeState.Decoded && telegram.Address is null) state = DecodeState.NotWMBus;
        return new(id, state, telegram.Address, state == DecodeState.UnknownFormat ? telegram.FormatSignature : null, telegram.Error.Layer, telegram.Error.Offset);
    }

    /// <summary>A key or format may have arrived after a telegram was decoded and before its verdict could be found: then nobody else looks at it again.</summary>
    private void QueueWhatCameTooEarly(TelegramVerdict[] verdicts, bool keysChanged)
    {
        foreach (var verdict in verdicts)
        {
            if (verdict.Signature is { } signature && decoder.Formats.Find(signature).Length > 0) queue.AddSignature(signature);
            else if (keysChanged && verdict.State.NeedsKey() && verdict.Meter is { } meter) queue.AddSerial(meter.Serial);
        }
    }
}
