using Microsoft.Playwright;
using Sluice.Metering.Identity;

namespace Sluice.App.Tests.Field;

public sealed class KeyboardTests(AppServer server)
{
    [Fact]
    public async Task A_whole_round_needs_no_pointer()
    {
        await using var visitor = await Visitor.LoggedInAsync(server, Role.Scanner, Screen.Desk);
        var page = visitor.Page;
        await visitor.OpenAsync("rounds");
        await visitor.CheckAsync("rounds");
        await TabToAsync(page, "New round");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("form").WaitForAsync();
        await TabToAsync(page, "Towers");
        await page.Keyboard.PressAsync("ArrowUp");   // one flat
        await Assertions.Expect(page.GetByRole(AriaRole.Radio, new() { Name = "One flat" })).ToBeCheckedAsync();
        await TabToAsync(page, "Start");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator(".grid .m").First.WaitForAsync();

        // Into the grid, along it, into a meter, and a note.
        await TabToAsync(page, "101");
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByLabel("Reading, m³").WaitForAsync();
        await TabToAsync(page, "Reading");
        await page.Keyboard.TypeAsync("12.345");
        await page.Keyboard.PressAsync("Enter");
        await visitor.SeesAsync("main", "Saved on this phone.");
        await visitor.CheckAsync("round-meter");
        await TabToAsync(page, "Back to the round");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".grid .manual")).ToHaveCountAsync(1);

        await TabToAsync(page, "Complete");
        await page.Keyboard.PressAsync("Enter");
        await visitor.SeesAsync(".progress", "Done");
        await visitor.AllSentAsync();
    }

    /// <summary>Presses Tab until something of that name has the focus.</summary>
    private static async Task TabToAsync(IPage page, string name)
    {
        for (var i = 0; i < 60; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            var now = await page.EvaluateAsync<string>("!document.activeElement.matches('a, button, input, select, textarea, summary') ? '' : (document.activeElement.ariaLabel ?? '') + ' ' + (document.activeElement.labels?.[0]?.innerText ?? document.activeElement.innerText ?? '')");
            if (now.Contains(name, StringComparison.Ordinal)) return;
        }
        Assert.Fail($"Tab never came to '{name}'. It is at: {await page.EvaluateAsync<string>("document.activeElement.outerHTML.slice(0, 200)")}");
    }
}
