namespace Sluice.Reports.Archives;

/// <summary>Paths in archives: the same on every system, and never out of the folder they are unpacked into.</summary>
internal static class ArchivePath
{
    private const int MaxLength = 200;

    public static bool IsFit(string path) =>
        path.Length is > 0 and <= MaxLength
        && path.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '=' or '/')
        && path.Split('/').All(step => step.Trim('.').Length > 0);
}
