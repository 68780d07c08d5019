using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Api.Health;
using Sluice.Api.Live;
using Sluice.Host.Identity.People;
using Sluice.Host.Jobs;
using Sluice.Host.Mqtt;
using Sluice.Host.Mqtt.Out;
using Sluice.Host.Registry;
using Sluice.Host.Validation;
using Sluice.Metering.Identity;
using Sluice.Metering.Keys;
using Sluice.Metering.Storage;
using Sluice.Metering.Telegrams;
using Sluice.Storage.Sqlite;
using Sluice.Storage.Sqlite.People;
using Sluice.WMBus;
using Sluice.WMBus.Drivers;
using Sluice.WMBus.Security;

namespace Sluice.Host;

/// <summary>The server on embedded storage: puts the parts together, starts and stops them in order.</summary>
public sealed class SluiceServer : IAsyncDisposable
{
    private readonly ServerOptions options;
    private readonly DataDirectory directory;
    private readonly SqliteStore store;
    private readonly Intake intake;
    private readonly WebApplication app;
    private DemoSociety? demo;
    private bool stopped;

    private SluiceServer(ServerOptions options, DataDirectory directory, SqliteStore store, Intake intake, WebApplication app)
    {
        this.options = options;
        this.directory = directory;
        this.store = store;
        this.intake = intake;
        this.app = app;
    }

    /// <summary>The data directory in use.</summary>
    public string Data => directory.Path;

    /// <summary>Keys at hand.</summary>
    public int Keys { get; private set; }

    /// <summary>Meters of key files that no society had, registered in the society <c>default</c> at the start.</summary>
    public int Registered { get; private init; }

    /// <summary>Serial numbers of keys that do not open the meters' archived telegrams and were not kept.</summary>
    public IReadOnlyList<string> Refused { get; private init; } = [];

    /// <summary>Telegrams that waited from last time and were handled at the start.</summary>
    public long Backlog { get; private set; }

    /// <summary>Path and query of a one-time link for the first super admin; null when somebody can log in already.</summary>
    public string? FirstLogin { get; private set; }

    /// <summary>Its services.</summary>
    public IServiceProvider Services => app.Services;

    /// <summary>Addresses the server listens at, with the ports it got.</summary>
    public IReadOnlyCollection<string> Urls => [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];

    /// <summary>Addresses of the built-in MQTT broker, with the ports it got; none when it is off.</summary>
    public IReadOnlyList<string> MqttAddresses => app.Services.GetService<MqttBroker>()?.Addresses ?? [];

    /// <summary>Opens the store and gets everything ready, but listens to nobody yet.</summary>
    /// <exception cref="ServerException">It cannot; the message says what to do.</exception>
    public static async Task<SluiceServer> CreateAsync(ServerOptions options, TimeProvider clock, CancellationToken ct)
    {
        ListenUrls.Check(options);
        MqttServices.Check(options);
        DataDirectory? held = null;
        SqliteStore? opened = null;
        try
        {
            held = DataDirectory.Open(options.Data);
            var isNew = !File.Exists(held.DatabasePath);
            opened = SqliteStore.Open(held.DatabasePath, LocalKeyFile.Open(held.KeyFilePath, mayCreate: isNew), clock);
            var rules = await ValidationServices.LoadRulesAsync(opened, ct);
            var registries = await Registries.LoadAsync(opened, clock, ct);
            var drivers = BuiltInDrivers.Load(options.Drivers);
            var decoder = new TelegramDecoder(registries.Ring, BuiltInDrivers.NewFormats(drivers), drivers);
            var pipeline = new Intake(decoder, opened.Intake, opened.Telegrams, opened.Formats, registries.Meters.Directory, registries.Societies.Directory, clock, rules: rules);
            registries.Connect(opened, decoder, pipeline);
            if (options.Demo) await DemoSociety.RegisterAsync(new(registries, opened.Societies, clock), options.DemoMeters, ct);
            var (registered, refused) = await new Onboarding(registries, clock).RegisterAsync([.. registries.Unassigned, .. options.Keys.Where(registries.IsNew)], ct);
            if (registries.Unassigned.Count > 0) await opened.Keys!.RemoveUnassignedAsync(Authorizer.ForWorker("start"), ct);
            return new(options, held, opened, pipeline, ServerApp.Build(options, held, opened, registries, rules, pipeline, clock))
            {
                Keys = registries.Ring.Count,
                Registered = registered,
                Refused = [.. refused.Select(static r => r.Serial.ToString("x8"))],
            };
        }
        catch (Exception e)
        {
            if (opened is not null) await opened.DisposeAsync();
            held?.Dispose();
            if (e is StorageException or KeyUnreadableException or FormatException or IOException) throw new ServerException(e.Message, e);
            throw;
        }
    }

    /// <summary>Listens, handles what waited from last time, then says it is ready.</summary>
    /// <exception cref="ServerException">An address is taken, or the store failed.</exception>
    public async Task StartAsync(CancellationToken ct)
    {
        try
        {
            await app.Services.GetRequiredService<ObjectStoreCheck>().RunAsync(ct);
        }
        catch (StorageException e)
        {
            throw new ServerException(e.Message, e);
        }
        try
        {
            await app.StartAsync(ct);
        }
        catch (Exception e) when (e is IOException or SocketException)   // Kestrel wraps an address in use only
        {
            throw new ServerException($"{string.Join(", ", options.Urls)}: {Why(e)}; stop what uses it, or choose another --urls", e);
        }
        try
        {
            app.Services.GetRequiredService<MqttMeters>();   // its counters are there from the start, and those of live streams
            app.Services.GetRequiredService<LiveFeeds>();
            Backlog = await intake.StartAsync(ct);
            await app.Services.GetRequiredService<JobRunner>().StartAsync(ct);
        }
        catch (StorageException e)
        {
            throw new ServerException(e.Message, e);
        }
        if (app.Services.GetService<MqttPublisher>() is { } publisher) await publisher.StartAsync(ct);
        if (app.Services.GetService<MqttBroker>() is { } broker) await broker.StartAsync();
        if (app.Services.GetService<OutsideBroker>() is { } outside) await outside.StartAsync(ct);
        if (options.Demo) demo = DemoSociety.Start(intake, app.Services.GetRequiredService<TimeProvider>(), options.DemoMeters, app.Logger);
        app.Services.GetRequiredService<Readiness>().State = ServerState.Ready;
        FirstLogin = await FirstLoginAsync(ct);
    }

    /// <summary>Runs until <paramref name="ct"/> is cancelled, then stops in order.</summary>
    public async Task WaitAsync(CancellationToken ct)
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = ct.Register(told.SetResult);
        await told.Task;
        await StopAsync();
    }

    /// <summary>Takes no more, finishes what was taken, closes the store.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await app.DisposeAsync();
    }

    /// <summary>Answers are given already while this runs: making the people's database takes a moment.</summary>
    private async ValueTask<string?> FirstLoginAsync(CancellationToken ct)
    {
        if (PeopleDatabase.HasSuperAdmin(DataDirectory.PeopleIn(directory.Path))) return null;
        await using var scope = app.Services.CreateAsyncScope();
        return await FirstAdmin.LinkAsync(scope.ServiceProvider, mail: null, options.Demo ? LinkPurpose.Login : LinkPurpose.Invitation, ct);
    }

    private async Task StopAsync()
    {
        if (stopped) return;
        stopped = true;
        app.Services.GetRequiredService<Readiness>().State = ServerState.Stopping;
        if (demo is not null) await demo.DisposeAsync();
        if (app.Services.GetService<MqttPublisher>() is { } publisher) await publisher.StopAsync(CancellationToken.None);
        if (app.Services.GetService<MqttBroker>() is { } broker) await broker.DisposeAsync();
        if (app.Services.GetService<OutsideBroker>() is { } outside) await outside.StopAsync(CancellationToken.None);
        if (app.Services.GetService<IntakeBatcher>() is { } batcher) await batcher.DisposeAsync();
        await app.StopAsync(CancellationToken.None);   // waits for requests under way
        await app.Services.GetRequiredService<JobRunner>().DisposeAsync();
        await intake.DisposeAsync();
        await store.DisposeAsync();
        directory.Dispose();
    }

    private static string Why(Exception e)
    {
        for (var inner = e; inner is not null; inner = inner.InnerException)
            if (inner is SocketException socket)
                return socket.SocketErrorCode switch
                {
                    SocketError.AddressAlreadyInUse => "the address is in use",
                    SocketError.AccessDenied => "this user may not listen there",
                    SocketError.AddressNotAvailable => "this machine has no such address",
                    var code => code.ToString(),
                };
        return e.Message;
    }
}
