using Microsoft.Extensions.DependencyInjection;
using Sluice.Api.Meters;
using Sluice.Metering.Identity;
using Sluice.Metering.Jobs;
using Sluice.Metering.Keys;
using Sluice.Metering.Meters;
using Sluice.Metering.Societies;
using Sluice.Metering.Telegrams;
using Sluice.Storage.Sqlite;
using Sluice.WMBus;
using Sluice.WMBus.Security;

namespace Sluice.Host.Registry;

/// <summary>Societies, meters and keys with their directories.</summary>
internal sealed class Registries(SocietyRegistry societies, MeterRegistry meters, KeyRing ring)
{
    private KeyRegistry? keys;

    public SocietyRegistry Societies => societies;

    public MeterRegistry Meters => meters;

    /// <summary>The keys of registered meters.</summary>
    public KeyRing Ring => ring;

    /// <summary>Keys come in here, once the intake can use them.</summary>
    public KeyRegistry Keys => keys ?? throw new InvalidOperationException("The intake comes first.");

    /// <summary>Keys kept before there were societies.</summary>
    public IReadOnlyList<MeterKey> Unassigned { get; private init; } = [];

    /// <summary>Fills the directories and the key ring from the store.</summary>
    public static async Task<Registries> LoadAsync(SqliteStore store, TimeProvider clock, CancellationToken ct)
    {
        var scope = Authorizer.ForWorker("start");
        var (societies, meters) = (new SocietyRegistry(store.Societies, new()), new MeterRegistry(store.Meters, new(), clock));
        await societies.LoadAsync(scope, ct);
        await meters.LoadAsync(scope, ct);
        var all = await store.Keys!.LoadAsync(scope, ct);
        return new(societies, meters, new(KeyRegistry.InUse(all, meters.Directory)))
        {
            Unassigned = [.. all.Where(static k => k.Society == default).Select(static k => k.Key)],
        };
    }

    /// <summary>True for a key that is not in use yet.</summary>
    public bool IsNew(MeterKey key)
    {
        if (key.Serial is not { } serial) return false;
        foreach (var known in ring.Find(new(key.Manufacturer ?? Onboarding.Kamstrup, serial, 0, 0)))
            if (known.Bytes.SequenceEqual(key.Bytes)) return false;
        return true;
    }

    /// <summary>Lets keys reach the decoder.</summary>
    public void Connect(SqliteStore store, TelegramDecoder decoder, Intake intake)
    {
        keys = new(store.Keys!, store.Meters, meters.Directory, new(store.Telegrams, store.Readings, decoder), intake);
        meters.Adding = keys.MetersAddedAsync;
    }
}

/// <summary>Societies, meters and keys as services.</summary>
internal static class RegistryServices
{
    public static IServiceCollection AddRegistries(this IServiceCollection services, SqliteStore store, Registries registries)
    {
        services.AddSingleton<ISocietyStore>(store.Societies);
        services.AddSingleton<IMeterStore>(store.Meters);
        services.AddSingleton(registries.Societies);
        services.AddSingleton(registries.Societies.Directory);
        services.AddSingleton(registries.Meters);
        services.AddSingleton(registries.Meters.Directory);
        services.AddSingleton(registries.Keys);
        services.AddSingleton<MeterKeyInput>();
        services.AddSingleton<IKeyFileReader>(new KeyFileReader());
        services.AddSingleton<IJobHandler>(new KeyImportJob(registries.Keys));
        return services;
    }
}
