using System.Diagnostics;
using Microsoft.Playwright;

namespace Sluice.App.Tests;

/// <summary>Pictures for the documentation, taken when <c>SLUICE_SCREENSHOTS=1</c>; needs ImageMagick, which makes them small.</summary>
internal static class Pictures
{
    private const int MaxBytes = 60_000;

    private static bool AreWanted { get; } = Environment.GetEnvironmentVariable("SLUICE_SCREENSHOTS") == "1";

    /// <summary>Takes the screen as it is.</summary>
    public static async Task TakeAsync(IPage page, string name)
    {
        if (!AreWanted) return;
        var folder = Directory.CreateDirectory(Path.Combine(AppServer.Root, "docs", "images", "app"));
        var path = Path.Combine(folder.FullName, $"{name}.png");
        await page.ScreenshotAsync(new() { Path = path, Animations = ScreenshotAnimations.Disabled });
        using var shrink = Process.Start("convert", [path, "+dither", "-colors", "48", "-define", "png:compression-level=9", "-strip", $"PNG8:{path}"]);
        await shrink.WaitForExitAsync();
        Assert.Equal(0, shrink.ExitCode);
        Assert.True(new FileInfo(path).Length <= MaxBytes, $"{name}.png has {new FileInfo(path).Length} bytes; at most {MaxBytes} are kept.");
    }
}
