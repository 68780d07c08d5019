using Microsoft.Playwright;
using Sluice.Metering.Identity;

namespace Sluice.App.Tests;

public sealed class SignInTests(AppServer server)
{
    [Theory]
    [InlineData(Screen.Phone)]
    [InlineData(Screen.Desk)]
    public async Task Who_logs_in_sees_their_societies(Screen screen)
    {
        await using var visitor = await Visitor.LoggedInAsync(server, Role.SocietyAdmin, screen);
        await visitor.OpenAsync("societies");
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Demo Gardens" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Nobody_is_asked_to_log_in()
    {
        await using var visitor = await Visitor.ComeAsync(server, Screen.Phone);
        await visitor.OpenAsync("societies");
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Log in" })).ToBeVisibleAsync();
        Assert.Empty(await visitor.CheckAsync("welcome"));
    }

    [Fact]
    public async Task After_the_first_visit_the_app_starts_without_network()
    {
        await using var visitor = await Visitor.LoggedInAsync(server, Role.Scanner, Screen.Phone);
        await visitor.OpenAsync("");
        await visitor.Page.EvaluateAsync("navigator.serviceWorker.ready.then(r => r.active.state === 'activated' || new Promise(done => r.active.onstatechange = done))");
        await visitor.Context.SetOfflineAsync(true);
        await visitor.OpenAsync("");
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Hello" })).ToBeVisibleAsync();
        await Assertions.Expect(visitor.Page.GetByText("No network.")).ToBeVisibleAsync();
    }
}
