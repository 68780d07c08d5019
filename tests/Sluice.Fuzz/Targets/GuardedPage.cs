using System.Runtime.InteropServices;

namespace Sluice.Fuzz.Targets;

/// <summary>Memory with a page behind it that nobody may touch: reading one byte past the end of an input kills the process.</summary>
/// <remarks>Linux only; elsewhere a plain array, which guards nothing.</remarks>
internal sealed unsafe partial class GuardedPage
{
    private const int Size = 1 << 16, ReadWrite = 3, PrivateAnonymous = 0x22;

    private readonly byte[]? plain;
    private readonly byte* start;

    public GuardedPage()
    {
        if (!OperatingSystem.IsLinux())
        {
            plain = new byte[Size];
            return;
        }
        start = (byte*)Map(0, 2 * Size, ReadWrite, PrivateAnonymous, -1, 0);
        if ((nint)start == -1 || Protect((nint)start + Size, Size, 0) != 0) throw new InvalidOperationException("The guarded page could not be made.");
    }

    /// <summary>Puts bytes directly before the forbidden page.</summary>
    public ReadOnlySpan<byte> Put(ReadOnlySpan<byte> bytes)
    {
        var room = plain is null ? new Span<byte>(start, Size) : plain;
        bytes.CopyTo(room[^bytes.Length..]);
        return room[^bytes.Length..];
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Map(nint address, nint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Protect(nint address, nint length, int protection);
}
