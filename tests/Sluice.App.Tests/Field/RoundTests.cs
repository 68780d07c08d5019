using Microsoft.Playwright;
using Sluice.Metering.Identity;

namespace Sluice.App.Tests.Field;

public sealed class RoundTests(AppServer server)
{
    [Fact]
    public async Task A_round_of_one_flat_goes_from_log_in_to_the_server()
    {
        await using var visitor = await Visitor.LoggedInAsync(server, Role.Scanner, Screen.Phone);
        await visitor.OpenAsync("rounds/new");
        await visitor.CheckAsync("round-new");
        var round = await visitor.StartAsync("One flat", "Morning");
        await visitor.TrainAsync();
        await visitor.ReadAllAsync(35_000);
        await visitor.AllSentAsync();
        await visitor.CheckAsync("round-flat");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Disconnect" }).ClickAsync();
        await visitor.AllSentAsync();

        var there = await server.ProgressAsync(round);
        Assert.Equal((3, 3), (there.Completed, there.Total));
        Assert.Equal(there.Total, there.States.Decoded + there.States.Suspicious);
        Assert.True(there.Unlisted > 0, "The neighbours' meters were heard, too.");
        await visitor.KeepsNothingAsync();

        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Complete" }).ClickAsync();
        await Assertions.Expect(visitor.Page.Locator(".progress")).ToContainTextAsync("Done");
        await visitor.AllSentAsync();
        Assert.Equal("COMPLETED", (await server.ProgressAsync(round)).Status);
    }
}
