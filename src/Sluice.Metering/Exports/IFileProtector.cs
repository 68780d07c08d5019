namespace Sluice.Metering.Exports;

/// <summary>Makes of a password what a file is encrypted with, so that the password itself need not be kept.</summary>
public interface IFileProtector
{
    /// <summary>The longest password.</summary>
    const int MaxPassword = 255;

    /// <summary>Derives the protection of one file; handed to the job as its secret.</summary>
    /// <param name="password">1 to <see cref="MaxPassword"/> characters.</param>
    object Protect(ReadOnlySpan<char> password);
}
