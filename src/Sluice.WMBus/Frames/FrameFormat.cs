namespace Sluice.WMBus.Frames;

/// <summary>How the link layer's CRC bytes lie in the bytes at hand. EN 13757-4, 12.</summary>
public enum FrameFormat
{
    /// <summary>Not known: the decoder tries B, A, stripped, and lets the payload decide.</summary>
    Unknown = 0,

    /// <summary>Format A with its CRCs: block of 10 + CRC, then blocks of 16 + CRC; L counts no CRC.</summary>
    A,

    /// <summary>Format B with its CRCs: L counts them.</summary>
    B,

    /// <summary>The receiver has checked and removed the CRCs.</summary>
    Stripped,

    /// <summary>Wired M-Bus long frame: 68 L L 68 … checksum 16. EN 13757-2.</summary>
    Wired,
}
