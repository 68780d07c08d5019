using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Sluice.Api.Access;
using Sluice.Api.Health;
using Sluice.Host.Backup;
using Sluice.Metering.Identity;
using Sluice.Storage.Sqlite;

namespace Sluice.Host.Telemetry;

/// <summary>Metrics, traces and logs out: always to be scraped at <c>/metrics</c>, and pushed by OTLP when an address is given.</summary>
internal static class TelemetryServices
{
    public static IServiceCollection AddTelemetry(this IServiceCollection services, ServerOptions options, SqliteStore store, DataDirectory directory)
    {
        services.AddSingleton(store).AddSingleton(directory).AddSingleton<IDiskSpace, DiskSpace>().AddSingleton<BackupStatus>().AddSingleton<ServerMeters>();
        services.AddSingleton<HealthWatch>().AddSingleton<IHealthChecks>(static s => s.GetRequiredService<HealthWatch>()).AddHostedService(static s => s.GetRequiredService<HealthWatch>());
        if (options.Backup is { } schedule) services.AddSingleton(schedule).AddHostedService<ScheduledBackup>();

        var otlp = options.Otlp is not null || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT"));
        void Address(OpenTelemetry.Exporter.OtlpExporterOptions exporter)
        {
            if (options.Otlp is { } address) exporter.Endpoint = address;
        }
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(static r => r.AddService("sluice", serviceVersion: typeof(TelemetryServices).Assembly.GetName().Version?.ToString(3)))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(ServerMeters.Name, StoreMeters.Name, Api.Telemetry.Meters.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel").AddRuntimeInstrumentation();
                metrics.AddPrometheusExporter();
                if (otlp) metrics.AddOtlpExporter(Address);
            });
        if (!otlp) return services;
        telemetry.WithTracing(tracing => tracing.AddAspNetCoreInstrumentation().AddOtlpExporter(Address));
        services.AddLogging(logging => logging.AddOpenTelemetry(log => log.AddOtlpExporter(Address)));
        return services;
    }

    /// <summary>Adds <c>/metrics</c>.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder app) =>
        app.MapPrometheusScrapingEndpoint("/metrics").WithMetadata(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head])).OpenToAnybody("whoever asks from this machine itself; others need the right to observe", InstallationPermission.Observe);
}
