namespace Sluice.Reports.Archives;

/// <summary>What is wrong with a file of an archive.</summary>
public enum ArchiveFault
{
    /// <summary>Named in the manifest, but not there.</summary>
    Missing,

    /// <summary>There, but not named in the manifest.</summary>
    NotListed,

    /// <summary>Of another size than the manifest says.</summary>
    WrongSize,

    /// <summary>Of another checksum than the manifest says.</summary>
    WrongChecksum,

    /// <summary>The packed bytes are damaged.</summary>
    Damaged,
}

/// <summary>One problem found by <see cref="ArchiveReader.VerifyAsync"/>.</summary>
/// <param name="Path">The file.</param>
/// <param name="Fault">What is wrong.</param>
public sealed record ArchiveProblem(string Path, ArchiveFault Fault);
