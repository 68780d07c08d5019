namespace Sluice.WMBus;

/// <summary>What is known of how a telegram was received, for its JSON object.</summary>
/// <param name="At">When; null leaves the field out.</param>
/// <param name="Device">Receiver's name or serial number.</param>
/// <param name="RssiDbm">Signal strength in dBm.</param>
/// <param name="Name">A name for the meter that takes precedence over the key's.</param>
/// <param name="IsRepeat">True when the same telegram was received before.</param>
public readonly record struct Reception(DateTimeOffset? At, string? Device = null, int? RssiDbm = null, string? Name = null, bool IsRepeat = false);
