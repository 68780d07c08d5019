using Microsoft.Playwright;
using Sluice.Metering.Identity;

namespace Sluice.App.Tests;

public sealed class LanguageTests(AppServer server)
{
    [Fact]
    public async Task Hindi_is_chosen_once_and_numbers_follow_the_locale()
    {
        await using var visitor = await Visitor.LoggedInAsync(server, Role.SocietyAdmin, Screen.Phone);
        await visitor.OpenAsync("");
        await visitor.Page.GetByLabel("Account").ClickAsync();
        await visitor.Page.GetByLabel("Language").SelectOptionAsync("hi");
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "नमस्ते" })).ToBeVisibleAsync();
        Assert.Equal("hi", await visitor.Page.EvaluateAsync<string>("document.documentElement.lang"));
        Assert.Empty(await visitor.CheckAsync("home-hindi"));
    }

    [Fact]
    public async Task Dark_and_sunlight_have_no_barriers_either()
    {
        await using var visitor = await Visitor.LoggedInAsync(server, Role.SocietyAdmin, Screen.Phone);
        await visitor.OpenAsync("alerts");
        foreach (var theme in new[] { "dark", "sun" })
        {
            await visitor.Page.GetByLabel("Account").ClickAsync();
            await visitor.Page.GetByLabel("Colours").SelectOptionAsync(theme);
            await Assertions.Expect(visitor.Page.Locator($"html[data-theme={theme}]")).ToHaveCountAsync(1);
            await visitor.Page.GetByLabel("Account").ClickAsync();
            Assert.Empty(await visitor.CheckAsync($"alerts-{theme}"));
        }
    }

    [Fact]
    public async Task What_can_be_pressed_on_a_phone_is_as_large_as_a_thumb()
    {
        await using var visitor = await Visitor.LoggedInAsync(server, Role.SuperAdmin, Screen.Phone);
        await visitor.OpenAsync("");
        var small = new List<string>();
        foreach (var path in new[] { "", "alerts", "meters", "exports", "people" })
        {
            await visitor.GoAsync(path);
            small.AddRange(await visitor.Page.EvaluateAsync<string[]>(
                "path => [...document.querySelectorAll('button, select, nav a, a.button, a.tile, input:not([type=checkbox])')].filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 40).map(e => `${path}: ${e.outerHTML.slice(0, 120)}`)", path));
        }
        Assert.Empty(small);
    }
}
