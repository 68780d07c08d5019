using Sluice.Ui.Field.Store;

namespace Sluice.Ui.Field.Rounds;

/// <summary>A telegram as it is sent: a JSON line of docs/readers.md.</summary>
/// <param name="Telegram">Hexadecimal.</param>
/// <param name="Time">When it was heard.</param>
/// <param name="Rssi">Signal, dBm.</param>
/// <param name="Device">The reader.</param>
public sealed record SentTelegram(string Telegram, DateTimeOffset Time, int? Rssi, string? Device)
{
    /// <summary>The line of a kept telegram.</summary>
    public static SentTelegram Of(KeptTelegram kept) => new(kept.Hex, RoundWire.Time(kept.At), kept.Rssi, kept.Device);
}
