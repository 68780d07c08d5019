using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Sluice.Cli.Tests.Sources;

/// <summary>A serial port without a cable: what is written to <see cref="Master"/> arrives at <see cref="Port"/>. Linux.</summary>
internal sealed partial class PseudoTerminal : IDisposable
{
    private readonly SafeFileHandle handle;

    private PseudoTerminal(SafeFileHandle handle, string port)
    {
        this.handle = handle;
        Port = port;
        Master = new FileStream(handle, FileAccess.ReadWrite, bufferSize: 0);
    }

    public string Port { get; }

    public FileStream Master { get; }

    /// <returns>Null where the system has no pseudo terminals.</returns>
    public static PseudoTerminal? TryOpen()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/dev/ptmx")) return null;
        var opened = File.OpenHandle("/dev/ptmx", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var fd = (int)opened.DangerousGetHandle();
        var name = new byte[64];
        if (GrantPt(fd) != 0 || UnlockPt(fd) != 0 || PtsName(fd, name, name.Length) != 0)
        {
            opened.Dispose();
            return null;
        }
        return new(opened, System.Text.Encoding.ASCII.GetString(name.AsSpan(0, name.AsSpan().IndexOf((byte)0))));
    }

    public void Dispose()
    {
        Master.Dispose();
        handle.Dispose();
    }

    [DllImport("libc", EntryPoint = "grantpt", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int GrantPt(int fd);

    [DllImport("libc", EntryPoint = "unlockpt", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int UnlockPt(int fd);

    [DllImport("libc", EntryPoint = "ptsname_r", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int PtsName(int fd, byte[] name, nint length);
}
