using Sluice.WMBus;
using Sluice.WMBus.Frames;

namespace Sluice.Metering.Telegrams;

/// <summary>A telegram in the archive.</summary>
/// <param name="Id">Given by the archive, greater than 0; a telegram appended later has a greater one.</param>
/// <param name="Arrival">What came in, unchanged.</param>
/// <param name="Verdict">What became of it so far.</param>
public sealed record ArchivedTelegram(long Id, TelegramArrival Arrival, TelegramVerdict Verdict);

/// <summary>What decoding made of an archived telegram.</summary>
/// <param name="Id">The telegram's number in the archive.</param>
/// <param name="State">The outcome.</param>
/// <param name="Meter">The meter's address, null when not even that could be read.</param>
/// <param name="Signature">The format signature, set for <see cref="DecodeState.UnknownFormat"/>.</param>
/// <param name="Layer">The layer in which decoding stopped.</param>
/// <param name="Offset">The byte at which decoding stopped.</param>
public sealed record TelegramVerdict(
    long Id,
    DecodeState State,
    MeterAddress? Meter = null,
    ushort? Signature = null,
    Layer Layer = Layer.Receiver,
    int Offset = 0);
