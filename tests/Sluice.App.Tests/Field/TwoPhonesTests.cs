using Microsoft.Playwright;
using Sluice.Metering.Identity;

namespace Sluice.App.Tests.Field;

public sealed class TwoPhonesTests(AppServer server)
{
    [Fact]
    public async Task Two_phones_on_one_round_see_each_others_captures_and_notes()
    {
        await using var one = await Visitor.LoggedInAsync(server, Role.Scanner, Screen.Phone);
        await using var other = await Visitor.LoggedInAsync(server, Role.SocietyAdmin, Screen.Phone);
        var round = await one.StartAsync("Towers", "Together");
        await one.AllSentAsync();
        await other.OpenAsync($"rounds/{round}");
        await other.SeesAsync(".progress", "0 of 48");

        // One notes by hand, without network; the other listens.
        await one.Context.SetOfflineAsync(true);
        await one.Page.Locator(".grid .m").First.ClickAsync();
        await one.Page.GetByLabel("Why").FillAsync("Flat locked");
        await one.Page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await one.SeesAsync("main", "Saved on this phone.");
        await one.SeesAsync(".unsent", "Not yet on the server:");
        await other.TrainAsync();
        await Assertions.Expect(other.Page.Locator(".grid .m:not(.missing)").Nth(9)).ToBeAttachedAsync(new() { Timeout = 40_000 });
        await other.Page.GetByRole(AriaRole.Button, new() { Name = "Disconnect" }).ClickAsync();
        await other.KeepsNothingAsync();

        await one.Context.SetOfflineAsync(false);
        await one.AllSentAsync();
        await one.Page.GetByRole(AriaRole.Link, new() { Name = "Back to the round" }).ClickAsync();
        await Assertions.Expect(one.Page.Locator(".grid .m:not(.missing)").Nth(9)).ToBeAttachedAsync(new() { Timeout = 40_000 });
        var there = await server.ProgressAsync(round);
        Assert.True(there.Completed >= 9, $"{there.Completed} were read.");
    }
}
