using Microsoft.Extensions.DependencyInjection;
using Sluice.Api.Audit;
using Sluice.Metering.Audit;
using Sluice.Metering.Idempotency;
using Sluice.Storage.Sqlite;

namespace Sluice.Host.Audit;

/// <summary>The audit log and kept answers on embedded storage.</summary>
internal static class AuditServices
{
    public static IServiceCollection AddAudit(this IServiceCollection services, SqliteStore store) =>
        services.AddSingleton<IAuditLog>(store.Audit).AddSingleton<IAnswerStore>(store.Answers).AddSingleton<RefusalBound>().AddSingleton<AuditWriter>();
}
