namespace Sluice.Metering.Storage;

/// <summary>Why a store cannot do its work now, as far as an operator can do something about it.</summary>
public enum StorageFault
{
    /// <summary>Something else; the inner exception says what.</summary>
    Broken = 0,

    /// <summary>No room left on the disk (or in the quota). Works again when there is.</summary>
    Full,

    /// <summary>The medium or the directory cannot be written.</summary>
    ReadOnly,

    /// <summary>Another process holds the store.</summary>
    InUse,
}
