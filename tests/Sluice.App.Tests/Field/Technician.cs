using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Sluice.Contracts;
using Sluice.Contracts.Sessions;
using Sluice.Metering.Identity;

namespace Sluice.App.Tests.Field;

/// <summary>What technicians do in rounds, in words.</summary>
internal static partial class Technician
{
    /// <summary>Begins a round from the page for it; answers its id.</summary>
    /// <param name="visitor">Who.</param>
    /// <param name="mode">The mode as the page names it.</param>
    /// <param name="name">The round's name.</param>
    /// <param name="choose">What else to choose before.</param>
    public static async Task<string> StartAsync(this Visitor visitor, string mode, string name, Func<IPage, Task>? choose = null)
    {
        await visitor.OpenAsync("rounds/new");
        await visitor.Page.GetByRole(AriaRole.Radio, new() { Name = mode }).CheckAsync();
        if (choose is not null) await choose(visitor.Page);
        await visitor.Page.GetByLabel("Name").FillAsync(name);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Start", Exact = true }).ClickAsync();
        try
        {
            await visitor.Page.Locator(".progress").WaitForAsync();
        }
        catch (Exception e) when (e is TimeoutException or PlaywrightException)
        {
            Assert.Fail($"The round did not begin. The page says: {await visitor.Page.Locator("main").InnerTextAsync()}\nConsole: {string.Join('\n', visitor.Mistakes)}");
        }
        return Round().Match(visitor.Page.Url).Groups["id"].Value;
    }

    /// <summary>Connects the training reader.</summary>
    public static async Task TrainAsync(this Visitor visitor)
    {
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Training reader" }).ClickAsync();
        await Assertions.Expect(visitor.Page.Locator(".reader")).ToContainTextAsync("connected");
    }

    /// <summary>Waits until nothing is missing on the phone.</summary>
    public static Task ReadAllAsync(this Visitor visitor, int timeoutMs = 90_000) => visitor.SeesAsync(".next", "Nothing is missing any more.", timeoutMs);

    /// <summary>Waits until the server has everything.</summary>
    public static Task AllSentAsync(this Visitor visitor, int timeoutMs = 60_000) => visitor.SeesAsync(".unsent", "Everything is on the server.", timeoutMs);

    /// <summary>Waits until a part of the page says something.</summary>
    public static async Task SeesAsync(this Visitor visitor, string where, string text, int timeoutMs = 45_000)
    {
        try
        {
            await Assertions.Expect(visitor.Page.Locator(where)).ToContainTextAsync(text, new() { Timeout = timeoutMs });
        }
        catch (PlaywrightException)
        {
            Assert.Fail($"{where} never said '{text}'. The page says: {await visitor.Page.Locator("main").InnerTextAsync()}\nConsole: {string.Join('\n', visitor.Mistakes)}");
        }
    }

    /// <summary>What the server knows of a round.</summary>
    public static async Task<SessionProgressDto> ProgressAsync(this AppServer server, string round)
    {
        using var client = server.Client(Role.SuperAdmin);
        return (await client.GetFromJsonAsync($"/api/sessions/{round}/progress", WireJson.Default.SessionProgressDto))!;
    }

    /// <summary>Waits until no telegram waits on the phone.</summary>
    public static async Task KeepsNothingAsync(this Visitor visitor)
    {
        var left = 1;
        for (var i = 0; left > 0 && i < 60; i++)
        {
            left = await visitor.Page.KeptAsync("telegrams");
            if (left > 0) await Task.Delay(500);
        }
        Assert.Equal(0, left);
    }

    /// <summary>How many rows the phone keeps in a store.</summary>
    public static Task<int> KeptAsync(this IPage page, string store) => page.EvaluateAsync<int>("""
        store => new Promise((done, failed) => {
          const opening = indexedDB.open('sluice-field');
          opening.onerror = () => failed(opening.error);
          opening.onsuccess = () => {
            const counting = opening.result.transaction(store).objectStore(store).count();
            counting.onsuccess = () => { opening.result.close(); done(counting.result); };
          };
        })
        """, store);

    [GeneratedRegex("/rounds/(?<id>[0-9a-f-]{36})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Round();
}
