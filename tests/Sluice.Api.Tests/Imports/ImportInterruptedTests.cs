using System.Text;
using System.Text.Json;
using Sluice.Host.Jobs;
using Sluice.Imports.Registry;
using Sluice.Metering.Files;
using Sluice.Metering.Identity;
using Sluice.Metering.Imports;
using Sluice.Metering.Jobs;
using Sluice.Metering.Meters;
using Sluice.Metering.Societies;
using Sluice.Metering.Storage;
using Sluice.Storage.Contract;
using Sluice.WMBus.Security;

namespace Sluice.Api.Tests.Imports;

/// <summary>Imports that are stopped at a known place: the key sink is called last of a chunk, before its checkpoint.</summary>
public sealed class ImportInterruptedTests : IAsyncLifetime, IMeterKeySink
{
    private const int Rows = 4_500;

    private readonly InMemorySocietyStore societies = new();
    private readonly InMemoryMeterStore meters;
    private readonly InMemoryJobStore jobs = new();
    private readonly InMemoryFileStore files = new(TimeProvider.System);
    private readonly TaskCompletionSource reached = new();
    private readonly List<JobRunner> runners = [];
    private Func<int, CancellationToken, Task> atChunk = static (_, _) => Task.CompletedTask;
    private int chunks;

    public ImportInterruptedTests() => meters = new(societies);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await societies.CreateAsync(Scopes.Installation, new() { Id = Scopes.GreenPark.Society, Name = "Green Park" }, Cancel);

    public async ValueTask DisposeAsync()
    {
        foreach (var runner in runners) await runner.DisposeAsync();
    }

    public async ValueTask PutAsync(SocietyScope scope, IReadOnlyList<MeterKey> keys, CancellationToken ct) => await atChunk(++chunks, ct);

    [Fact]
    public async Task A_cancelled_import_keeps_what_it_did_and_says_how_far_it_came()
    {
        atChunk = StopAtThird;
        var runner = await StartAsync();
        var job = await ImportAsync(runner);
        await reached.Task;
        await runner.CancelAsync(Scopes.GreenPark, job.Id, Cancel);
        job = await EndOfAsync(runner, job);
        Assert.Equal((JobState.Cancelled, new JobProgress(2000, Rows, "changing")), (job.State, job.Progress));
        Assert.Equal(3000, await CountAsync());   // the third chunk was in the store when the word came
    }

    [Fact]
    public async Task An_import_interrupted_between_change_and_checkpoint_ends_as_if_it_had_never_stopped()
    {
        atChunk = StopAtThird;
        var job = await ImportAsync(await StartAsync());
        await reached.Task;
        await runners[0].DisposeAsync();
        atChunk = static (_, _) => Task.CompletedTask;
        job = await EndOfAsync(await StartAsync(), job);
        Assert.Equal(JobState.Succeeded, job.State);
        var counts = JsonSerializer.Deserialize(job.Result!, ImportJson.Default.ImportResult)!.Counts;
        Assert.Equal(new() { Rows = Rows, Added = Rows, Keys = Rows }, counts);
        Assert.Equal(Rows, await CountAsync());
        Assert.Equal(6, chunks);   // five, and the third once more
    }

    [Fact]
    public async Task A_store_that_fails_for_a_moment_delays_an_import_and_changes_nothing_else()
    {
        atChunk = static (chunk, _) => chunk == 2 ? throw new StorageException(StorageFault.Full, "full") : Task.CompletedTask;
        var runner = await StartAsync();
        var job = await EndOfAsync(runner, await ImportAsync(runner));
        Assert.Equal((JobState.Succeeded, Rows), (job.State, JsonSerializer.Deserialize(job.Result!, ImportJson.Default.ImportResult)!.Counts.Added));
        Assert.Equal(Rows, await CountAsync());
    }

    private async Task StopAtThird(int chunk, CancellationToken ct)
    {
        if (chunk != 3) return;
        reached.SetResult();
        await Task.Delay(Timeout.Infinite, ct);
    }

    private async Task<JobRunner> StartAsync()
    {
        var handler = new MeterImport(files, meters, new(meters, new(), TimeProvider.System), societies, this);
        var runner = new JobRunner(jobs, files, [handler], new() { FirstDelay = TimeSpan.FromMilliseconds(1) }, TimeProvider.System);
        runners.Add(runner);
        await runner.StartAsync(Cancel);
        return runner;
    }

    private async Task<Job> ImportAsync(JobRunner runner)
    {
        var csv = new StringBuilder("serialNumber,towerName,flatNumber,encryptionKey\n");
        for (var n = 0; n < Rows; n++) csv.Append($"{90000000 + n},A,{n},000102030405060708090A0B0C0D0E0F\n");
        var id = JobId.New(TimeProvider.System);
        var user = Scopes.GreenPark.Caller.Subject;
        await files.PutAsync(FileName.OfJob(user, id, "upload"), new MemoryStream(Encoding.ASCII.GetBytes(csv.ToString())), long.MaxValue, Cancel);
        var request = new ImportRequest { FileOf = id.Value, FileBy = user, FileName = "meters.csv", Mapping = ImportPresets.Of(ImportKind.Meters)[0] };
        return await runner.StartAsync(Scopes.GreenPark, id, ImportKind.Meters.Job, JsonSerializer.Serialize(request, ImportJson.Default.ImportRequest), Cancel);
    }

    private static async Task<Job> EndOfAsync(JobRunner runner, Job job)
    {
        var ended = await runner.WaitAsync(Scopes.GreenPark, job.Id, TimeSpan.FromMinutes(1), Cancel);
        Assert.True(ended!.IsFinished, ended.State.ToString());
        return ended;
    }

    private async Task<int> CountAsync() => (await meters.CountAsync(Scopes.GreenPark, Cancel)).Values.Sum();
}
