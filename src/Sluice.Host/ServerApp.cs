using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sluice.Api;
using Sluice.Api.GraphQL;
using Sluice.Api.Health;
using Sluice.Api.Limits;
using Sluice.Api.OpenApi;
using Sluice.Contracts;
using Sluice.Host.App;
using Sluice.Host.Audit;
using Sluice.Host.Exports;
using Sluice.Host.Http;
using Sluice.Host.Identity;
using Sluice.Host.Identity.Issuer;
using Sluice.Host.Imports;
using Sluice.Host.Jobs;
using Sluice.Host.Live;
using Sluice.Host.Mqtt;
using Sluice.Host.Notifications;
using Sluice.Host.Registry;
using Sluice.Host.Sessions;
using Sluice.Host.Telemetry;
using Sluice.Host.Validation;
using Sluice.Host.Webhooks;
using Sluice.Metering.Telegrams;
using Sluice.Metering.Validation;
using Sluice.Storage.Sqlite;

namespace Sluice.Host;

/// <summary>The web application around the parts of the server.</summary>
internal static class ServerApp
{
    [SuppressMessage("Reliability", "CA2000", Justification = "The application owns its log provider.")]
    public static WebApplication Build(ServerOptions options, DataDirectory directory, SqliteStore store, Registries registries, RuleDirectory rules, Intake intake, TimeProvider clock)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "sluice" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(ConnectionLimits.Set);
        builder.WebHost.UseUrls([.. options.Urls]).UseCertificate(options);
        builder.Services.AddRoutingCore();
        builder.Services.ConfigureHttpJsonOptions(static json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, WireJson.Default);
            json.SerializerOptions.MaxDepth = 32;
        });
        builder.Services.Configure<RouteHandlerOptions>(static routes => routes.ThrowOnBadRequest = true);   // then we say what was wrong
        builder.Services.AddSluiceOpenApi();
        builder.Services.AddTelemetry(options, store, directory);
        builder.Services.AddSingleton(clock);
        builder.Services.AddAudit(store);
        builder.Services.AddLive(options, store);
        builder.Services.AddSessions(store);
        builder.Services.AddRegistries(store, registries).AddRetention(store.Intake);
        builder.Services.AddSluiceIdentity(SigningKey.Open(directory.SigningKeyPath, mayCreate: true), store, directory.Path, options.People);
        builder.Services.AddSingleton(new RateLimiting(options.RateLimits));
        builder.Services.AddValidation(store, rules);
        builder.Services.AddSingleton(intake);
        builder.Services.AddSingleton<ITelegramArchive>(store.Telegrams);
        builder.Services.AddSluiceJobs(options, store, directory);
        builder.Services.AddSluiceImports(store);
        builder.Services.AddSluiceExports(store);
        builder.Services.AddMqtt(options, intake, clock);
        builder.Services.AddWebhooks(store, options.Webhooks);
        builder.Services.AddNotifications(store);
        builder.Services.AddGraphQL(options.GraphQL with { Introspection = options.GraphQL.Introspection || options.Demo }, options.GraphQLLive);
        builder.Services.AddSingleton(new ApiLimits());
        builder.Services.AddSingleton<Readiness>();
        builder.Services.AddSingleton<IHostLifetime>(new NoLifetime());
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = TimeSpan.FromSeconds(20));
        builder.Logging.AddProvider(new StandardErrorLog(clock, options.JsonLog)).SetMinimumLevel(LogLevel.Warning)
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)   // a failed start is said in our words
            .AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error)   // a form that was open too long is answered, not logged
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);   // it warns that cookie keys are files: in the data directory, as all keys
        var app = builder.Build();
        intake.Faulted += e => app.Logger.LogError("{Message} Trying again.", e.Message);
        app.UseProxies(options);
        app.MapMetrics();
        var pages = AppFolder.Open(options.App);
        app.MapSluice(options.People.PublicUrl?.Host, static app => app.UseIssuer(), app =>
        {
            app.MapIssuer();
            app.MapApp(pages);
            app.MapAssetLinks(options.AndroidApps);
        }, plainPage: pages is null);
        return app;
    }

    /// <summary>The command line watches the signals; the host does not.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
