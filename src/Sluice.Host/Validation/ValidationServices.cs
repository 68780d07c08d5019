using Microsoft.Extensions.DependencyInjection;
using Sluice.Api.Access;
using Sluice.Api.Alerts;
using Sluice.Api.Readings;
using Sluice.Metering.Alerts;
using Sluice.Metering.Identity;
using Sluice.Metering.Readings;
using Sluice.Metering.Telegrams;
using Sluice.Metering.Validation;
using Sluice.Storage.Sqlite;

namespace Sluice.Host.Validation;

/// <summary>Rules, alerts and versions of readings on embedded storage.</summary>
internal static class ValidationServices
{
    /// <summary>The societies' rules, from the store.</summary>
    public static async Task<RuleDirectory> LoadRulesAsync(SqliteStore store, CancellationToken ct)
    {
        var directory = new RuleDirectory();
        foreach (var (society, stored) in await store.Rules.LoadAsync(Authorizer.ForWorker("start"), ct)) directory.Set(society, RuleSet.Of(stored.Settings));
        return directory;
    }

    public static IServiceCollection AddValidation(this IServiceCollection services, SqliteStore store, RuleDirectory rules)
    {
        services.AddSingleton(rules);
        services.AddSingleton<IRuleStore>(store.Rules);
        services.AddSingleton<IAlertStore>(store.Alerts);
        services.AddSingleton<IReadingVersionStore>(store.Versions);
        services.AddSingleton(new CurrentReadings(store.Readings, store.Versions));
        services.AddSingleton<DialReadings>();
        services.AddSingleton<IEstimateStore>(store.Estimates);
        services.AddSingleton<EstimateService>();
        services.AddSingleton(s => new SilenceWatch(store.Readings, store.Meters, store.Credentials, store.Alerts, rules, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<SilenceWorker>();
        services.AddHostedService(static s => s.GetRequiredService<SilenceWorker>());
        services.AddSingleton<IReadingStore>(static s => s.GetRequiredService<CurrentReadings>());
        services.AddSingleton<IIntakeStore>(store.Intake);
        services.AddSingleton<ISocietyLookup, AlertLookup>();
        services.AddSingleton<ISocietyLookup, ReadingLookup>();
        return services;
    }
}
