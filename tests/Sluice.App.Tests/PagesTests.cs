using Microsoft.Playwright;
using Sluice.Metering.Identity;

namespace Sluice.App.Tests;

/// <summary>Every page at both sizes: opens with real data, without barriers, complaints or sideways scrolling.</summary>
public sealed class PagesTests(AppServer server)
{
    /// <summary>Address, picture, and what shows that the data has come.</summary>
    private static readonly (string Path, string Picture, string Shows)[] Pages =
    [
        ("", "home", "November round"),
        ("societies", "societies", "Demo Gardens"),
        ("societies/demo", "society", "1 Example Road, Pune"),
        ("meters", "meters", "90000001"),
        ("meters/{meter}", "meter", "Last heard"),
        ("alerts", "alerts", "What to do:"),
        ("imports", "imports", "Nothing is changed yet."),
        ("exports", "exports", "Make the file"),
        ("gateways", "gateways", "API keys of other systems"),
        ("inspector", "inspector", "Show an example"),
        ("people", "people", "Invite somebody"),
        ("audit", "audit", "reading.enter"),
        ("settings", "settings", "How long data is kept"),
        ("rounds", "rounds", "Rounds"),
        ("nothing-here", "not-found", "Page not found"),
    ];

    [Theory, InlineData(Screen.Phone), InlineData(Screen.Desk)]
    public async Task Every_page_works_for_everybody(Screen screen)
    {
        await using var visitor = await Visitor.LoggedInAsync(server, Role.SuperAdmin, screen);
        await visitor.OpenAsync("");
        var wrong = new List<string>();
        foreach (var (path, picture, shows) in Pages)
        {
            try
            {
                await visitor.GoAsync(path.Replace("{meter}", Seed.Meter, StringComparison.Ordinal));
                await Assertions.Expect(visitor.Page.GetByText(shows).Filter(new() { Visible = true }).First).ToBeVisibleAsync();
                wrong.AddRange((await visitor.Page.Locator("main [role=alert]").AllInnerTextsAsync()).Select(w => $"/{path} says {w}"));
                wrong.AddRange((await visitor.CheckAsync(picture)).Select(w => $"/{path}: {w}"));
            }
            catch (Exception e) when (e is PlaywrightException or Xunit.Sdk.XunitException)
            {
                wrong.Add($"/{path}: {e.Message}");
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task An_address_inside_the_app_opens_there()
    {
        await using var visitor = await Visitor.LoggedInAsync(server, Role.SocietyAdmin, Screen.Desk);
        await visitor.OpenAsync($"meters/{Seed.Meter}");
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Use per day" })).ToBeVisibleAsync();
    }
}
