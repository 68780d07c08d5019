namespace Sluice.EndToEnd.Tests;

/// <summary>The first admin's way in, and the way back in.</summary>
public sealed class AdminTests : ServerTests
{
    [Fact]
    public async Task A_link_made_beside_the_running_server_opens_its_page()
    {
        await using var server = await ServerProcess.StartAsync(Data);
        await using var admin = await ServerProcess.RunAsync("admin", "reset", "--data", Data, "--url", server.Http.BaseAddress!.ToString());
        Assert.True(admin.ExitCode == 0, admin.Errors);
        using var answer = await server.Http.GetAsync(admin.Output.Trim(), Cancel);
        var html = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.IsSuccessStatusCode, html);
        Assert.Contains("Choose a password", html);
    }

    [Fact]
    public async Task Who_is_not_there_gets_no_link()
    {
        await using var server = await ServerProcess.StartAsync(Data);
        await using var admin = await ServerProcess.RunAsync("admin", "reset", "--data", Data, "--mail", "nobody@example.org");
        Assert.Equal((2, "sluice: Nobody has the mail address 'nobody@example.org'"), (admin.ExitCode, admin.Errors));
    }
}
