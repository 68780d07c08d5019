namespace Sluice.WMBus;

/// <summary>Where a layer stands in <see cref="DecodedTelegram.Plain"/>.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Ci">Its CI field; the link layer has none (0).</param>
/// <param name="Offset">First byte, the CI field included.</param>
/// <param name="Length">Bytes, up to the next layer.</param>
public readonly record struct LayerSpan(Layer Layer, byte Ci, int Offset, int Length);
