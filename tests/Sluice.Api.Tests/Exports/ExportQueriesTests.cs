using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Metering.Exports;
using Sluice.Metering.Files;
using Sluice.Metering.Jobs;
using Sluice.Metering.Meters;
using Sluice.Metering.Readings;
using Sluice.Metering.Sessions;
using Sluice.Metering.Societies;
using Sluice.Metering.Telegrams;
using Sluice.Reports.Exports;
using Sluice.Storage.Contract;

namespace Sluice.Api.Tests.Exports;

/// <summary>Exports ask for all meters at once, not meter by meter.</summary>
public sealed class ExportQueriesTests(ApiServer server) : IClassFixture<ApiServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ExportFormat.Xlsx, "detailed", true)]
    [InlineData(ExportFormat.Xlsx, "detailed", false)]
    [InlineData(ExportFormat.Billing, "mygate", false)]
    public async Task Three_times_the_meters_cost_no_more_look_ups(ExportFormat format, string template, bool ofRound)
    {
        var society = $"asked-{template}-{ofRound}".ToLowerInvariant();
        var first = (format, ofRound) switch { (ExportFormat.Billing, _) => 8200, (_, true) => 8000, _ => 8100 };
        var few = await CountAsync($"{society}-few", first, 10, format, template, ofRound);
        var many = await CountAsync($"{society}-many", first + 30, 30, format, template, ofRound);
        few.Remove("IReadingStore.UseByDayAsync");   // one statement a meter: its days hang together
        many.Remove("IReadingStore.UseByDayAsync");
        Assert.Equal(few.OrderBy(static c => c.Key), many.OrderBy(static c => c.Key));
    }

    private async Task<Dictionary<string, int>> CountAsync(string society, int first, int meters, ExportFormat format, string template, bool ofRound)
    {
        var world = await ExportWorld.StartAsync(server, society, first, meters, heard: meters - 2);
        var calls = new Dictionary<string, int>(StringComparer.Ordinal);
        T Port<T>() where T : class => CountedCalls.Of(server.Services.GetRequiredService<T>(), calls);
        var job = new ExportJob(server.Services.GetRequiredService<IFileStore>(),
            new(Port<ISocietyStore>(), Port<ISessionStore>(), Port<IMeterStore>(), Port<IReadingStore>(), Port<IReadingVersionStore>(), Port<ITelegramArchive>()),
            server.Services.GetRequiredService<IExportNotices>(), "test", TimeProvider.System);
        var request = new ExportRequest { Format = format, Template = template };
        request = ofRound ? request with { Session = Guid.Parse(world.Round) } : request with { From = new(2026, 3, 1), To = new(2026, 4, 1) };
        var end = await job.RunAsync(new Run(society, request), Cancel);
        Assert.Null(end.Error);
        return calls;
    }

    private sealed class Run(string society, ExportRequest request) : IJobRun
    {
        public Job Job { get; } = new()
        {
            Id = JobId.New(TimeProvider.System),
            Society = Scopes.Of(society).Society,
            Kind = ExportRequest.Kind,
            Request = JsonSerializer.Serialize(request, ExportJson.Default.ExportRequest),
            CreatedBy = "test",
            CreatedAt = TimeProvider.System.GetUtcNow(),
        };

        public JobScope Scope { get; } = Scopes.Of(society);

        public object? Secret => null;

        public ValueTask ReportAsync(JobProgress progress, CancellationToken ct) => default;

        public ValueTask CheckpointAsync(string checkpoint, JobProgress progress, CancellationToken ct) => throw new UnreachableException();
    }
}
