namespace Sluice.WMBus.Transport;

/// <summary>What the authentication and fragmentation layer said; used when the transport layer decrypts.</summary>
/// <param name="MessageControl">MCL.</param>
/// <param name="Counter">Message counter MCR, the four bytes as sent; empty when absent.</param>
/// <param name="Mac">The (truncated) code; empty when absent.</param>
/// <param name="Authenticated">MCL, KI, MCR and ML as sent: what the code covers before the message.</param>
/// <param name="MessageOffset">Offset of the message the code covers.</param>
internal sealed record AuthenticationHeader(byte MessageControl, byte[] Counter, byte[] Mac, byte[] Authenticated, int MessageOffset);
