namespace Sluice.WMBus;

/// <summary>How a telegram was protected.</summary>
public enum SecurityMode
{
    /// <summary>Not at all.</summary>
    None = 0,

    /// <summary>AES-128-CTR of the extended link layer, 16-bit payload CRC (Kamstrup C1). EN 13757-4, 13.</summary>
    ExtendedLinkCtr,

    /// <summary>Security mode 5: AES-128-CBC, dynamic vector. EN 13757-7, 7.7.5.</summary>
    Mode5,

    /// <summary>Security mode 7: AES-128-CBC with a derived key, CMAC in the AFL. EN 13757-7, 7.7.7.</summary>
    Mode7,

    /// <summary>Another security mode.</summary>
    Other,
}
