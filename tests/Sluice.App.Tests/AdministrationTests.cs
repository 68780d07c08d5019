using System.IO.Compression;
using System.Text;
using Microsoft.Playwright;
using Sluice.Metering.Identity;

namespace Sluice.App.Tests;

/// <summary>What an administrator does in a day, from the first click to what the server keeps.</summary>
public sealed class AdministrationTests(AppServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Meters_come_in_from_a_file_after_a_dry_run()
    {
        await using var visitor = await AtAsync("imports");
        await visitor.Page.GetByLabel("Excel or CSV file").SetInputFilesAsync(new FilePayload
        {
            Name = "meters.csv",
            MimeType = "text/csv",
            Buffer = Encoding.UTF8.GetBytes("Meter No,Tower,Flat No\n91000001,Z,101\n91000002,Z,102\nnonsense,Z,103\n"),
        });
        await ClickAsync(visitor, "See what would change");
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Cell, new() { Name = "wrong" })).ToBeVisibleAsync();
        using (var client = server.Client(Role.SocietyAdmin, "demo")) Assert.DoesNotContain("91000001", await client.GetStringAsync("/api/societies/demo/meters?tower=Z", Cancel));
        Assert.Empty(await visitor.CheckAsync("import-preview"));
        await ClickAsync(visitor, "Apply it now");
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Import", Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(visitor.Page.GetByText("done", new() { Exact = true })).ToBeVisibleAsync();
        using (var client = server.Client(Role.SocietyAdmin, "demo")) Assert.Contains("91000001", await client.GetStringAsync("/api/societies/demo/meters?tower=Z", Cancel));
    }

    [Fact]
    public async Task A_round_becomes_a_workbook_on_this_device()
    {
        await using var visitor = await AtAsync("exports");
        var round = await visitor.Page.Locator("select option", new() { HasTextString = "November round" }).First.GetAttributeAsync("value");
        await visitor.Page.GetByLabel("Of what").SelectOptionAsync(round!);
        await ClickAsync(visitor, "Make the file");
        var download = await visitor.Page.RunAndWaitForDownloadAsync(() => ClickAsync(visitor, "Download"));
        Assert.EndsWith(".xlsx", download.SuggestedFilename, StringComparison.Ordinal);
        await using var content = await download.CreateReadStreamAsync();
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, Cancel);
        using var zip = new ZipArchive(copy);
        Assert.NotNull(zip.GetEntry("xl/workbook.xml"));
        Assert.Empty(await visitor.CheckAsync("export-done"));
    }

    [Fact]
    public async Task Somebody_is_invited_and_a_gateway_is_added_and_revoked()
    {
        await using var visitor = await AtAsync("people");
        await visitor.Page.GetByLabel("Mail address").FillAsync("ravi@example.org");
        await visitor.Page.GetByLabel("Name").FillAsync("Ravi Sample");
        await ClickAsync(visitor, "Invite", exact: true);
        await Assertions.Expect(visitor.Page.Locator("code.secret")).ToContainTextAsync("/account/link?token=");
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Ravi Sample" })).ToBeVisibleAsync();

        await visitor.GoAsync("gateways");
        await visitor.Page.GetByLabel("Name of a new gateway").FillAsync("roof A");
        await visitor.Page.GetByLabel("Name of a new gateway").PressAsync("Enter");
        await Assertions.Expect(visitor.Page.Locator("code.secret")).ToContainTextAsync("slg_");
        await ClickAsync(visitor, "Revoke roof A");
        await visitor.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Revoke" }).ClickAsync();
        await Assertions.Expect(visitor.Page.GetByText("revoked", new() { Exact = true })).ToBeVisibleAsync();
        Assert.Empty(visitor.Mistakes);
    }

    [Fact]
    public async Task An_alert_is_taken_on_with_a_note_and_closed()
    {
        await using var visitor = await AtAsync("alerts");
        await visitor.Page.GetByLabel("Note (may be empty)").First.FillAsync("plumber comes on Friday");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "I look after it" }).First.ClickAsync();
        await Assertions.Expect(visitor.Page.GetByText("Noted: you look after it.")).ToBeVisibleAsync();
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "In work" }).ClickAsync();
        await visitor.Page.GetByText("What became of it").First.ClickAsync();
        await Assertions.Expect(visitor.Page.GetByText("plumber comes on Friday").First).ToBeVisibleAsync();
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "It is done" }).First.ClickAsync();
        await Assertions.Expect(visitor.Page.GetByText("The alert is closed.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_threshold_and_a_retention_are_changed_and_kept()
    {
        await using var visitor = await AtAsync("settings");
        await visitor.Page.GetByLabel("Telegrams of gateways").FillAsync("400");
        await ClickAsync(visitor, "Save", exact: true);
        await Assertions.Expect(visitor.Page.GetByText("Saved.")).ToBeVisibleAsync();
        await visitor.Page.GetByLabel("In force").First.UncheckAsync();
        await ClickAsync(visitor, "Save the rules");
        await Assertions.Expect(visitor.Page.GetByText("The rules are saved.")).ToBeVisibleAsync();
        await visitor.Page.ReloadAsync();
        await visitor.SettledAsync();
        await Assertions.Expect(visitor.Page.GetByLabel("Telegrams of gateways")).ToHaveValueAsync("400");
        await Assertions.Expect(visitor.Page.GetByLabel("In force").First).Not.ToBeCheckedAsync();
        await visitor.Page.GetByLabel("In force").First.CheckAsync();
        await ClickAsync(visitor, "Save the rules");
        await Assertions.Expect(visitor.Page.GetByText("The rules are saved.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_telegram_is_explained_in_the_browser_alone()
    {
        await using var visitor = await AtAsync("inspector");
        await visitor.Context.SetOfflineAsync(true);
        await ClickAsync(visitor, "Show an example");
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Decodes" })).ToBeVisibleAsync();
        await Assertions.Expect(visitor.Page.GetByText("The key fits: the payload CRC holds.")).ToBeVisibleAsync();
        Assert.Empty(await visitor.CheckAsync("inspector-example"));
        await visitor.Page.GetByLabel("Key, 32 hexadecimal digits").FillAsync("ff");
        await ClickAsync(visitor, "Explain");
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("32 hexadecimal digits");
    }

    private async Task<Visitor> AtAsync(string path)
    {
        var visitor = await Visitor.LoggedInAsync(server, Role.SocietyAdmin, Screen.Desk);
        await visitor.OpenAsync(path);
        return visitor;
    }

    private static Task ClickAsync(Visitor visitor, string button, bool exact = false) => visitor.Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = exact }).ClickAsync();
}
