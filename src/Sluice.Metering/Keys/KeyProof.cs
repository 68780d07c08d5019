using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Readings;
using Sluice.Metering.Telegrams;
using Sluice.WMBus;
using Sluice.WMBus.Security;

namespace Sluice.Metering.Keys;

/// <summary>What the archive says of a key.</summary>
public enum KeyProofState
{
    /// <summary>Nothing: no encrypted telegram of the meter is there.</summary>
    Unproven = 0,

    /// <summary>It opens a telegram of the meter.</summary>
    Proven,

    /// <summary>Encrypted telegrams of the meter are there, and it opens none of those tried.</summary>
    Refuted,
}

/// <summary>Tries keys on archived telegrams.</summary>
public sealed class KeyProof(ITelegramArchive archive, IReadingStore readings, TelegramDecoder decoder)
{
    /// <summary>Telegrams tried at most: those that wait for a key, and the last decoded ones (a meter whose key was changed has both).</summary>
    private const int MaxWaiting = 50, MaxDecoded = 5;

    /// <summary>Tries a key of a meter of the society.</summary>
    public async ValueTask<KeyProofState> TryAsync(SocietyScope scope, MeterId meter, MeterKey key, CancellationToken ct)
    {
        var state = KeyProofState.Unproven;
        foreach (var telegram in await archive.ListWaitingForMeterAsync(meter.Serial, 0, MaxWaiting, ct))
        {
            if (telegram.Verdict.Meter is { } address && MeterId.Of(address) == meter && Opens(telegram, key) is { } opens)
            {
                if (opens) return KeyProofState.Proven;
                state = KeyProofState.Refuted;
            }
        }
        foreach (var reading in (await readings.ListByMeterAsync(scope, meter, TimeRange.All, null, MaxDecoded, ct)).Items)
        {
            if (await archive.FindAsync(reading.TelegramId, ct) is not { } telegram || Opens(telegram, key) is not { } opens) continue;
            if (opens) return KeyProofState.Proven;
            state = KeyProofState.Refuted;
        }
        return state;
    }

    /// <returns>Null when the telegram says nothing: not encrypted, damaged.</returns>
    private bool? Opens(ArchivedTelegram telegram, MeterKey key)
    {
        var decoded = decoder.Decode(telegram.Arrival.Bytes.Span, telegram.Arrival.Format, key);
        if (decoded.Error.Code == DecodeErrorCode.WrongKey) return false;
        return decoded.Security != SecurityMode.None && decoded.Key is not null && !decoded.WasDecryptedBefore ? true : null;
    }
}
