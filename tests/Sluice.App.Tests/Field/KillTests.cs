using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;
using Sluice.Metering.Identity;

namespace Sluice.App.Tests.Field;

public sealed class KillTests(AppServer server)
{
    /// <summary>A dead battery: the browser is killed while telegrams come in, without network. Everything that counted is there afterwards, and goes to the server.</summary>
    [Fact]
    public async Task A_killed_browser_loses_nothing_that_counted()
    {
        await using (await Visitor.LoggedInAsync(server, Role.Scanner, Screen.Phone)) { }   // makes sure the person exists
        var profile = Directory.CreateTempSubdirectory("sluice-profile-").FullName;
        try
        {
            string round;
            int counted, kept;
            {
                var phone = await OpenAsync(profile);
                await phone.LogInAsync("scanner@example.org");
                await phone.Page.EvaluateAsync("navigator.serviceWorker.ready.then(r => r.active.state === 'activated' || new Promise(done => r.active.onstatechange = done))");
                await phone.OpenAsync("rounds/new");
                await phone.Context.SetOfflineAsync(true);
                await phone.Page.GetByRole(AriaRole.Radio, new() { Name = "The whole society" }).CheckAsync();
                await phone.Page.GetByRole(AriaRole.Button, new() { Name = "Start", Exact = true }).ClickAsync();
                await phone.Page.Locator(".progress").WaitForAsync();
                round = phone.Page.Url.Split('/')[^1];
                await phone.TrainAsync();
                await Assertions.Expect(phone.Page.Locator(".grid .captured").Nth(9)).ToBeAttachedAsync(new() { Timeout = 40_000 });
                counted = await phone.Page.Locator(".grid .captured").CountAsync();
                kept = await phone.Page.KeptAsync("telegrams");
                await Assertions.Expect(phone.Page.Locator(".unsent")).ToContainTextAsync("Not yet on the server:");
                Kill(profile);
            }

            var again = await OpenAsync(profile);
            await again.Context.SetOfflineAsync(true);
            await again.OpenAsync($"rounds/{round}");
            await Assertions.Expect(again.Page.Locator(".grid .m").First).ToBeAttachedAsync();
            Assert.True(await again.Page.Locator(".grid .captured").CountAsync() >= counted, "A meter that counted is missing after the kill.");
            var there = await again.Page.KeptAsync("telegrams");
            Assert.True(there >= kept, $"{kept} telegrams were kept, {there} are there after the kill.");
            var captured = await again.Page.Locator(".grid .captured").CountAsync();

            await again.Context.SetOfflineAsync(false);
            await again.AllSentAsync();
            var progress = await server.ProgressAsync(round);
            Assert.Equal(captured, progress.Completed);
            await again.KeepsNothingAsync();
            await again.Context.CloseAsync();
        }
        finally
        {
            Kill(profile);
            Directory.Delete(profile, recursive: true);
        }
    }

    private async Task<Visitor> OpenAsync(string profile) => await Visitor.TakeAsync(await server.LaunchAtAsync(profile, new()
    {
        ViewportSize = new() { Width = 360, Height = 640 },
        Locale = "en-IN",
        TimezoneId = "Asia/Kolkata",
    }), Screen.Phone);

    /// <summary>SIGKILL to the browser that has this profile, and to all it started.</summary>
    private static void Kill(string profile)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id)) continue;
            try
            {
                var command = File.ReadAllText(Path.Combine(folder, "cmdline"));
                if (!command.Contains($"--user-data-dir={profile}", StringComparison.Ordinal) || command.Contains("--type=", StringComparison.Ordinal)) continue;
                using var process = Process.GetProcessById(id);
                process.Kill(entireProcessTree: true);
                process.WaitForExit();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException)
            {
                // It ended meanwhile.
            }
        }
    }
}
