using Sluice.Metering.Exports;
using Sluice.Reports.Protection;

namespace Sluice.Reports.Exports;

/// <summary>Protects workbooks as Excel does.</summary>
public sealed class PasswordProtector : IFileProtector
{
    public object Protect(ReadOnlySpan<char> password) => PackageProtection.FromPassword(password);
}
