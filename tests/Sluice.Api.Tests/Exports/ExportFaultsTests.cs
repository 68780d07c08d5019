using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Host.Jobs;
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

/// <summary>What goes wrong in the middle of an export leaves no half file, and the export goes on when it can.</summary>
public sealed class ExportFaultsTests(ApiServer server) : IClassFixture<ApiServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_running_export_is_cancelled_and_leaves_nothing()
    {
        var (jobs, files) = (new InMemoryJobStore(), new TroubledFiles(new InMemoryFileStore(TimeProvider.System)) { Hangs = true });
        await using var runner = await RunnerAsync(jobs, files);
        var job = await StartAsync(runner, "cut-park", 8301);
        await files.Hanging.Task.WaitAsync(Cancel);
        await runner.CancelAsync(Scopes.Of("cut-park"), job.Id, Cancel);
        Assert.Equal(JobState.Cancelled, (await runner.WaitAsync(Scopes.Of("cut-park"), job.Id, TimeSpan.FromMinutes(1), Cancel))!.State);
        Assert.Empty(await files.AllAsync("cut-park", job));
    }

    [Fact]
    public async Task A_server_stopped_in_the_middle_makes_the_file_anew()
    {
        var (jobs, files) = (new InMemoryJobStore(), new TroubledFiles(new InMemoryFileStore(TimeProvider.System)) { Hangs = true });
        Job job;
        await using (var stopped = await RunnerAsync(jobs, files))
        {
            job = await StartAsync(stopped, "stop-park", 8311);
            await files.Hanging.Task.WaitAsync(Cancel);
        }
        Assert.Empty(await files.AllAsync("stop-park", job));
        files.Hangs = false;
        await using var next = await RunnerAsync(jobs, files);
        var ended = await next.WaitAsync(Scopes.Of("stop-park"), job.Id, TimeSpan.FromMinutes(1), Cancel);
        Assert.Equal((JobState.Succeeded, 2), (ended!.State, ended.Attempt));
        Assert.Equal(2, (await files.AllAsync("stop-park", job)).Count);
    }

    [Fact]
    public async Task A_full_disk_is_said_and_the_file_is_made_when_there_is_room()
    {
        var (jobs, files) = (new InMemoryJobStore(), new TroubledFiles(new InMemoryFileStore(TimeProvider.System, quota: 10)));
        await using var runner = await RunnerAsync(jobs, files);
        var job = await StartAsync(runner, "full-park", 8321);
        Job? seen = null;
        for (var tries = 0; tries < 100 && seen?.Progress.Text?.Contains("quota", StringComparison.Ordinal) != true; tries++)
        {
            await Task.Delay(50, Cancel);
            seen = await jobs.FindAsync(Scopes.Of("full-park"), job.Id, Cancel);
        }
        Assert.Equal((JobState.Running, "Trying again soon: The files' quota is used up."), (seen!.State, seen.Progress.Text));
        Assert.Empty(await files.AllAsync("full-park", job));
        files.Inner = new InMemoryFileStore(TimeProvider.System);
        Assert.Equal(JobState.Succeeded, (await runner.WaitAsync(Scopes.Of("full-park"), job.Id, TimeSpan.FromMinutes(1), Cancel))!.State);
    }

    private async Task<JobRunner> RunnerAsync(IJobStore jobs, IFileStore files)
    {
        T Port<T>() where T : class => server.Services.GetRequiredService<T>();
        var export = new ExportJob(files, new(Port<ISocietyStore>(), Port<ISessionStore>(), Port<IMeterStore>(), Port<IReadingStore>(), Port<IReadingVersionStore>(), Port<ITelegramArchive>()),
            Port<IExportNotices>(), "test", TimeProvider.System);
        var runner = new JobRunner(jobs, files, [export], new() { FirstDelay = TimeSpan.FromMilliseconds(20), MaxDelay = TimeSpan.FromMilliseconds(200), MaxAttempts = 1000 }, TimeProvider.System);
        await runner.StartAsync(Cancel);
        return runner;
    }

    private async Task<Job> StartAsync(JobRunner runner, string society, int first)
    {
        var world = await ExportWorld.StartAsync(server, society, first, count: 2, heard: 2);
        var request = new ExportRequest { Session = Guid.Parse(world.Round), Template = "standard" };
        return await runner.StartAsync(Scopes.Of(society), JobId.New(TimeProvider.System), ExportRequest.Kind, JsonSerializer.Serialize(request, ExportJson.Default.ExportRequest), Cancel);
    }

    /// <summary>Files of a store that may hang while a file is written.</summary>
    private sealed class TroubledFiles(IFileStore inner) : IFileStore
    {
        public IFileStore Inner { get; set; } = inner;

        public bool Hangs { get; set; }

        public TaskCompletionSource Hanging { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task<IReadOnlyList<StoredFile>> AllAsync(string society, Job job) =>
        [
            .. (await Inner.ListAsync(FileName.OfSociety(Scopes.Of(society)), null, 10, Cancel)).Items, .. (await Inner.ListAsync(FileName.UploadsOf(job.CreatedBy), null, 10, Cancel)).Items,
        ];

        public async ValueTask<StoredFile?> PutAsync(FileName name, Stream content, long maxBytes, CancellationToken ct, FileLabels? labels = null)
        {
            if (!Hangs) return await Inner.PutAsync(name, content, maxBytes, ct, labels);
            await content.ReadExactlyAsync(new byte[100], ct);
            Hanging.TrySetResult();
            await Task.Delay(Timeout.Infinite, ct);
            return null;
        }

        public ValueTask<Stream?> OpenAsync(FileName name, CancellationToken ct) => Inner.OpenAsync(name, ct);

        public ValueTask<bool> DeleteAsync(FileName name, CancellationToken ct) => Inner.DeleteAsync(name, ct);

        public ValueTask<Page<StoredFile>> ListAsync(FileName folder, string? next, int limit, CancellationToken ct) => Inner.ListAsync(folder, next, limit, ct);

        public ValueTask<StoredFile?> CopyAsync(FileName from, FileName to, CancellationToken ct) => Inner.CopyAsync(from, to, ct);

        public ValueTask<Uri?> LinkAsync(FileName name, string saveAs, CancellationToken ct) => Inner.LinkAsync(name, saveAs, ct);
    }
}
