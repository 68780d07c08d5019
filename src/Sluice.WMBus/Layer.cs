namespace Sluice.WMBus;

/// <summary>The layer of the telegram an error belongs to, outermost first.</summary>
public enum Layer
{
    /// <summary>The receiver's own framing around the telegram.</summary>
    Receiver = 0,

    /// <summary>Data link layer (DLL): length, control field, address, CRCs. EN 13757-4.</summary>
    Link,

    /// <summary>Extended link layer (ELL), CI 8C to 8F and 86. EN 13757-4.</summary>
    ExtendedLink,

    /// <summary>Authentication and fragmentation layer (AFL), CI 90. EN 13757-7.</summary>
    Authentication,

    /// <summary>Transport layer (TPL): headers and security modes. EN 13757-7.</summary>
    Transport,

    /// <summary>Application layer (APL): frame kinds and signatures. EN 13757-3.</summary>
    Application,

    /// <summary>One data record. EN 13757-3.</summary>
    Record,
}
