using System.Collections.Concurrent;
using System.Net.Http.Json;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Sluice.Contracts;
using Sluice.Metering.Identity;

namespace Sluice.App.Tests;

/// <summary>The screens every page is tried on.</summary>
public enum Screen
{
    /// <summary>360 × 640, with touch.</summary>
    Phone,

    /// <summary>1280 × 800.</summary>
    Desk,
}

/// <summary>Somebody with a browser profile of their own, at one screen.</summary>
public sealed class Visitor : IAsyncDisposable
{
    private const string Password = "four unrelated words";
    private static readonly ConcurrentDictionary<(string Address, Role Role), Lazy<Task<string>>> LoggedIn = new();
    private readonly List<string> mistakes = [];
    private readonly Screen screen;

    private Visitor(IBrowserContext context, IPage page, Screen screen) => (Context, Page, this.screen) = (context, page, screen);

    /// <summary>The profile: cookies, storage, network.</summary>
    public IBrowserContext Context { get; }

    /// <summary>The tab.</summary>
    public IPage Page { get; }

    /// <summary>What the page complained about in the console; a policy that was broken is here too.</summary>
    public IReadOnlyList<string> Mistakes => mistakes;

    /// <summary>Comes without a log-in.</summary>
    public static Task<Visitor> ComeAsync(AppServer server, Screen screen, IBrowser? browser = null, string? state = null, string locale = "en-IN") => ComeAsync(server, screen, browser, new()
    {
        ViewportSize = screen == Screen.Phone ? new() { Width = 360, Height = 640 } : new() { Width = 1280, Height = 800 },
        HasTouch = screen == Screen.Phone,
        BaseURL = server.Address.ToString(),
        StorageState = state,
        Locale = locale,
        TimezoneId = "Asia/Kolkata",
    });

    /// <summary>Comes logged in, in the society <c>demo</c> but for operators. The log-in pages are used once for each role; later visitors get a copy of that profile.</summary>
    public static async Task<Visitor> LoggedInAsync(AppServer server, Role role, Screen screen, IBrowser? browser = null)
    {
        var state = await LoggedIn.GetOrAdd((server.Address.ToString(), role), _ => new(() => LogInOnceAsync(server, role))).Value;
        return await ComeAsync(server, screen, browser, state);
    }

    /// <summary>Takes a browser over that a test started itself; its profile decides whether somebody is logged in.</summary>
    public static async Task<Visitor> TakeAsync(IBrowserContext context, Screen screen)
    {
        context.SetDefaultTimeout(45_000);
        var visitor = new Visitor(context, context.Pages.Count > 0 ? context.Pages[0] : await context.NewPageAsync(), screen);
        visitor.Listen();
        return visitor;
    }

    /// <summary>Opens a page of the app and waits until it has its title.</summary>
    /// <param name="path">Relative to the app.</param>
    public async Task OpenAsync(string path)
    {
        await Page.GotoAsync($"/app/{path}");
        await SettledAsync();
    }

    /// <summary>Goes to another page of the app that is open, as its links do.</summary>
    /// <param name="path">Relative to the app.</param>
    public async Task GoAsync(string path)
    {
        await Page.EvaluateAsync("path => Blazor.navigateTo(path)", path);
        await SettledAsync();
    }

    /// <summary>Waits until the page asks for nothing any more.</summary>
    public async Task SettledAsync()
    {
        try
        {
            await Page.Locator("h1").First.WaitForAsync();
            await Assertions.Expect(Page.Locator(".waiting")).ToHaveCountAsync(0);
        }
        catch (Exception e) when (e is TimeoutException or PlaywrightException)
        {
            Assert.Fail($"{Page.Url} does not settle. It says: {await Page.Locator("body").InnerTextAsync()}\nConsole: {string.Join('\n', Mistakes)}\n{e.Message}");
        }
    }

    /// <summary>Logs in on the issuer's own page, from the app's.</summary>
    public async Task LogInAsync(string mail)
    {
        await Page.GotoAsync("/app/");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
        await Page.GetByLabel("Mail address").FillAsync(mail);
        await Page.GetByLabel("Password").FillAsync(Password);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
        await Page.GetByRole(AriaRole.Heading, new() { Name = "Hello" }).WaitForAsync();
    }

    /// <summary>What axe finds wrong for people with disabilities; empty when nothing.</summary>
    public async Task<IReadOnlyList<string>> BarriersAsync()
    {
        var result = await Page.RunAxe();
        return [.. result.Violations.SelectMany(static v => v.Nodes.Select(n => $"{v.Id}: {v.Help}: {n.Html}"))];
    }

    /// <summary>True: something is wider than the screen and the whole page scrolls sideways.</summary>
    public Task<bool> ScrollsSidewaysAsync() => Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth");

    /// <summary>What must hold on every page: no barrier, nothing in the console, no sideways scrolling. Also takes the picture for the documentation when asked to.</summary>
    /// <param name="picture">Its name under docs/images/app, without size and extension.</param>
    /// <returns>What does not hold; empty when all is well.</returns>
    public async Task<IReadOnlyList<string>> CheckAsync(string picture)
    {
        List<string> wrong = [.. await BarriersAsync(), .. mistakes];
        mistakes.Clear();
        if (await ScrollsSidewaysAsync()) wrong.Add("The page is wider than the screen.");
        await Pictures.TakeAsync(Page, $"{picture}-{(screen == Screen.Phone ? "phone" : "desk")}");
        return wrong;
    }

    public async ValueTask DisposeAsync() => await Context.DisposeAsync();

    private static async Task<Visitor> ComeAsync(AppServer server, Screen screen, IBrowser? browser, BrowserNewContextOptions options)
    {
        var context = await (browser ?? server.Browser).NewContextAsync(options);
        context.SetDefaultTimeout(45_000);
        var visitor = new Visitor(context, await context.NewPageAsync(), screen);
        visitor.Listen();
        return visitor;
    }

    private void Listen()
    {
        Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") mistakes.Add(message.Text);
        };
        Page.PageError += (_, error) => mistakes.Add(error);
    }

    private static async Task<string> LogInOnceAsync(AppServer server, Role role)
    {
        var mail = $"{role}@example.org".ToLowerInvariant();
        using var admin = server.Client();
        var where = role == Role.SuperAdmin ? "/api/people" : "/api/societies/demo/people";
        using var answer = await admin.PostAsJsonAsync(where, new() { Mail = mail, Name = "Asha Example", Role = role.ToString() }, WireJson.Default.NewPersonDto);
        var link = (await answer.Content.ReadFromJsonAsync(WireJson.Default.InvitationDto))!.Link!;

        await using (var invited = await ComeAsync(server, Screen.Desk))
        {
            await invited.Page.GotoAsync(link);
            await invited.Page.GetByLabel("New password").FillAsync(Password);
            await invited.Page.GetByRole(AriaRole.Button, new() { Name = "Save and log in" }).ClickAsync();
            await invited.Page.GetByRole(AriaRole.Heading, new() { Name = "Hello" }).WaitForAsync();
        }
        await using var visitor = await ComeAsync(server, Screen.Desk);
        await visitor.LogInAsync(mail);
        return await visitor.Context.StorageStateAsync();
    }
}
