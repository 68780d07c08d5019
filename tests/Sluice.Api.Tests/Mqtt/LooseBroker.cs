using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Api.Audit;
using Sluice.Host.Identity;
using Sluice.Host.Mqtt;
using Sluice.Metering.Audit;
using Sluice.Metering.Formats;
using Sluice.Metering.Gateways;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Societies;
using Sluice.Metering.Storage;
using Sluice.Metering.Telegrams;
using Sluice.WMBus;
using Sluice.WMBus.Drivers;
using Sluice.WMBus.Security;

namespace Sluice.Api.Tests.Mqtt;

/// <summary>The broker with a store whose commits a test can hold or let fail.</summary>
internal sealed class LooseBroker : IAsyncDisposable
{
    private static readonly SocietyId Society = SocietyId.Parse("default");

    private readonly InMemoryCredentialStore credentials = new();
    private readonly IntakeBatcher batcher;
    private readonly Intake intake;
    private readonly MqttMeters meters = new(new() { Data = "", Urls = [] });
    private readonly ServiceProvider services = new ServiceCollection().BuildServiceProvider();

    public LooseBroker(MqttBrokerOptions? options = null)
    {
        options ??= new() { Port = 0, HoldAfterFailure = TimeSpan.Zero };
        var clock = TimeProvider.System;
        var archive = new InMemoryTelegramArchive();
        var drivers = BuiltInDrivers.Load();
        Activity = new(clock);
        intake = new(new TelegramDecoder(new KeyRing(), BuiltInDrivers.NewFormats(drivers), drivers), Store, archive, new InMemoryFormatStore(), new MeterDirectory(), new SocietyDirectory(), clock);
        intake.Kept += Activity.OnKept;
        batcher = new(intake, meters);
        var login = new BrokerLogin(new(credentials, clock), new InMemoryAuditLog(), new RefusalBound(clock), options, clock, NullLogger<BrokerLogin>.Instance);
        var listener = new BrokerListener(options, useTls: null, services, NullLoggerFactory.Instance);
        Broker = new(options, listener, login, new(batcher, clock, meters, NullLogger<GatewayMessages>.Instance), Activity, meters, clock, NullLogger<MqttBroker>.Instance);
    }

    public MqttBroker Broker { get; }

    public GatewayActivity Activity { get; }

    /// <summary>Messages that wait for their commit.</summary>
    public int Waiting => batcher.Waiting;

    public HeldStore Store { get; } = new();

    public Uri Address => new(Broker.Addresses[0]);

    /// <summary>A new gateway: its id and its secret.</summary>
    public async Task<(string Id, string Secret)> GatewayAsync()
    {
        var (id, text, hash) = CredentialSecret.Make(CredentialKind.Gateway);
        await credentials.AddAsync(Authorizer.ForWorker(Society, "test"), new(id, Society, CredentialKind.Gateway, "test", TimeProvider.System.GetUtcNow(), "test"), hash, CancellationToken.None);
        return (id, text);
    }

    public async ValueTask DisposeAsync()
    {
        Store.Open();
        await Broker.DisposeAsync();
        await batcher.DisposeAsync();
        await intake.DisposeAsync();
        meters.Dispose();
        await services.DisposeAsync();
    }

    /// <summary>Keeps nothing; commits wait while it is closed, and fail when a test says so.</summary>
    internal sealed class HeldStore : IIntakeStore
    {
        private readonly Lock gate = new();
        private TaskCompletionSource open = Opened();
        private int telegrams, commits;

        public bool Fails { get; set; }

        public int Telegrams => Volatile.Read(ref telegrams);

        public int Commits => Volatile.Read(ref commits);

        public void Close()
        {
            lock (gate) open = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        public void Open()
        {
            lock (gate) open.TrySetResult();
        }

        public async ValueTask<IReadOnlyList<IntakeOutcome>> CommitAsync(IReadOnlyList<IntakeItem> items, CancellationToken ct)
        {
            Task wait;
            lock (gate) wait = open.Task;
            await wait;
            if (Fails) throw new StorageException(StorageFault.Full, "The disk is full.");
            Interlocked.Increment(ref commits);
            var last = Interlocked.Add(ref telegrams, items.Count);
            return [.. items.Select((item, i) => new IntakeOutcome(last - items.Count + i + 1, item.Verdict.State))];
        }

        private static TaskCompletionSource Opened()
        {
            var opened = new TaskCompletionSource();
            opened.SetResult();
            return opened;
        }
    }
}
