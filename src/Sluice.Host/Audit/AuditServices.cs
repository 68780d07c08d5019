using Microsoft.Extensions.DependencyInjection;
using Sluice.Api.Audit;
using Sluice.Metering.Audit;
using Sluice.Storage.Sqlite;

namespace Sluice.Host.Audit;

/// <summary>The audit log on embedded storage.</summary>
internal static class AuditServices
{
    public static IServiceCollection AddAudit(this IServiceCollection services, SqliteStore store) =>
        services.AddSingleton<IAuditLog>(store.Audit).AddSingleton<RefusalBound>().AddSingleton<AuditWriter>();
}
