using Microsoft.Playwright;
using Sluice.Metering.Identity;

namespace Sluice.App.Tests.Field;

public sealed class ModesTests(AppServer server)
{
    [Theory]
    [InlineData("Towers", "TOWER", Screen.Phone)]
    [InlineData("The whole society", "SOCIETY", Screen.Desk)]
    public async Task A_round_of_many_goes_from_log_in_to_its_end_on_the_server(string words, string mode, Screen screen)
    {
        await using var visitor = await Visitor.LoggedInAsync(server, Role.Scanner, screen);
        await visitor.Context.GrantPermissionsAsync(["geolocation"]);
        await visitor.Context.SetGeolocationAsync(new() { Latitude = 12.9716f, Longitude = 77.5946f });
        var round = await visitor.StartAsync(words, $"Walk {mode}");
        await visitor.TrainAsync();
        await Assertions.Expect(visitor.Page.Locator(".grid .m:not(.missing)").Nth(44)).ToBeAttachedAsync(new() { Timeout = 90_000 });
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Disconnect" }).ClickAsync();
        await visitor.KeepsNothingAsync();
        foreach (var view in mode == "TOWER" ? (string[])["Map", "Others heard", "Meters"] : ["Map", "Way", "Others heard", "Meters"])
        {
            await visitor.Page.GetByRole(AriaRole.Button, new() { Name = view, Exact = true }).ClickAsync();
            await visitor.CheckAsync($"round-{mode.ToLowerInvariant().Replace('_', '-')}-{view.Split(' ')[0].ToLowerInvariant()}");
        }
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Complete" }).ClickAsync();
        await visitor.SeesAsync(".progress", "Done");
        await visitor.AllSentAsync();

        var there = await server.ProgressAsync(round);
        Assert.Equal("COMPLETED", there.Status);
        Assert.True(there.Completed >= 45, $"{there.Completed} of {there.Total} were read.");
    }
}
