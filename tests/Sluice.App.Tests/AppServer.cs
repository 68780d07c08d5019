using System.Diagnostics;
using Microsoft.Playwright;
using Sluice.Host;
using Sluice.Host.Identity;
using Sluice.Metering.Identity;

[assembly: AssemblyFixture(typeof(Sluice.App.Tests.AppServer))]

namespace Sluice.App.Tests;

/// <summary>One real server with the published app and a small simulated society on air, and one real browser, for all tests of this project. Take it as a constructor parameter.</summary>
public sealed class AppServer : IAsyncLifetime
{
    private static readonly string[] Arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--enable-features=WebBluetooth"];

    private readonly string directory = Directory.CreateTempSubdirectory("sluice-app-").FullName;
    private SluiceServer? server;
    private IPlaywright? playwright;

    /// <summary>Fingerprint of an invented certificate.</summary>
    public static string Fingerprint { get; } = string.Join(':', Enumerable.Repeat("A1", 32));

    /// <summary>The data directory.</summary>
    public string Data => Path.Combine(directory, "data");

    /// <summary>Where the server listens.</summary>
    public Uri Address => new(server!.Urls.First());

    /// <summary>Its services, for what no page and no endpoint offers.</summary>
    public IServiceProvider Services => server!.Services;

    /// <summary>The browser.</summary>
    public IBrowser Browser { get; private set; } = null!;

    /// <summary>The repository.</summary>
    public static string Root { get; } = FindRoot();

    public async ValueTask InitializeAsync()
    {
        await BuildAppAsync();
        server = await SluiceServer.CreateAsync(new()
        {
            Data = Data,
            Urls = ["http://127.0.0.1:0"],
            Demo = true,
            DemoMeters = 48,
            App = Path.Combine(Root, "artifacts", "app"),
            AndroidApps = [new("org.example.sluice", Fingerprint)],
            People = new() { RequireMfa = false },
            RateLimits = new() { LoginsPerMinute = 0 },
        }, TimeProvider.System, CancellationToken.None);
        await server.StartAsync(CancellationToken.None);
        await Seed.SowAsync(this);
        Assertions.SetDefaultExpectTimeout(30_000);   // the machine of the tests may be busy
        playwright = await Playwright.CreateAsync();
        Browser = await LaunchAsync();
    }

    /// <summary>Another browser, for what one switches on only at the start.</summary>
    /// <param name="more">Further arguments.</param>
    public Task<IBrowser> LaunchAsync(params string[] more) => playwright!.Chromium.LaunchAsync(new()
    {
        ExecutablePath = "/usr/bin/chromium",
        Args = [.. Arguments, .. more],
    });

    /// <summary>A browser with a profile on disk, which outlives it.</summary>
    /// <param name="profile">The profile's directory.</param>
    /// <param name="options">The context's options; executable and arguments are set here.</param>
    public Task<IBrowserContext> LaunchAtAsync(string profile, BrowserTypeLaunchPersistentContextOptions options)
    {
        options.ExecutablePath = "/usr/bin/chromium";
        options.Args = [.. Arguments];
        options.BaseURL = Address.ToString();
        return playwright!.Chromium.LaunchPersistentContextAsync(profile, options);
    }

    /// <summary>A client of the interface with a token for the role, to prepare what a test needs.</summary>
    public HttpClient Client(Role role = Role.SuperAdmin, params string[] societies)
    {
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", LocalToken.Make(Data, role, societies.Select(SocietyId.Parse), TimeSpan.FromHours(1), TimeProvider.System));
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null) await Browser.DisposeAsync();
        playwright?.Dispose();
        if (server is not null) await server.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    /// <summary>Builds the app when its sources are newer; <c>./sluice test</c> has done it before.</summary>
    private static async Task BuildAppAsync()
    {
        using var build = Process.Start(new ProcessStartInfo(Path.Combine(Root, "sluice"), ["app"]) { WorkingDirectory = Root, RedirectStandardError = true })!;
        var said = await build.StandardError.ReadToEndAsync();
        await build.WaitForExitAsync();
        Assert.True(build.ExitCode == 0, said);
    }

    private static string FindRoot()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "sluice.slnx"))) return at.FullName;
        throw new InvalidOperationException($"No sluice.slnx above {AppContext.BaseDirectory}.");
    }
}
