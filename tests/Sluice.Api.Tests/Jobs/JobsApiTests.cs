using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Contracts;
using Sluice.Contracts.Jobs;
using Sluice.Metering.Identity;
using Sluice.Metering.Jobs;
using Sluice.Storage.Contract;

namespace Sluice.Api.Tests.Jobs;

public sealed class JobsApiTests(ApiServer server) : IClassFixture<ApiServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_society_sees_its_jobs_and_their_progress_and_no_other_does()
    {
        var job = await AddAsync(Scopes.GreenPark, "import.meters");
        using var own = server.Client(Role.SocietyAdmin, "green-park");
        var seen = await GetAsync(own, $"/api/jobs/{job.Id}");
        Assert.Equal((job.Id.ToString(), "green-park", "import.meters", "SUCCEEDED", 7), (seen.Id, seen.SocietyId, seen.Kind, seen.State, (int)seen.Progress.Done));
        Assert.Equal(3, seen.Result!.Value.GetProperty("added").GetInt32());
        var page = JsonSerializer.Deserialize(await own.GetStringAsync("/api/societies/green-park/jobs", Cancel), WireJson.Default.JobsPage)!;
        Assert.Contains(page.Jobs, j => j.Id == seen.Id);

        using var other = server.Client(Role.SocietyAdmin, "lake-view");
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"/api/jobs/{job.Id}", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.PostAsync($"/api/jobs/{job.Id}/cancel", null, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync("/api/societies/green-park/jobs", Cancel)).StatusCode);
        using var scanner = server.Client(Role.Scanner, "green-park");
        Assert.Equal(HttpStatusCode.Forbidden, (await scanner.GetAsync($"/api/jobs/{job.Id}", Cancel)).StatusCode);
    }

    [Fact]
    public async Task An_integrator_sees_exports_but_no_imports()
    {
        var (import, export) = (await AddAsync(Scopes.GreenPark, "import.meters"), await AddAsync(Scopes.GreenPark, "export.readings"));
        using var http = server.Client(Role.Integrator, "green-park");
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"/api/jobs/{import.Id}", Cancel)).StatusCode);
        Assert.Equal("export.readings", (await GetAsync(http, $"/api/jobs/{export.Id}")).Kind);
        var page = JsonSerializer.Deserialize(await http.GetStringAsync("/api/societies/green-park/jobs?limit=200", Cancel), WireJson.Default.JobsPage)!;
        Assert.All(page.Jobs, static j => Assert.StartsWith("export.", j.Kind, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Jobs_of_the_installation_are_the_super_admins()
    {
        var job = await AddAsync(Scopes.Installation, "import.societies");
        using var super = server.Client();
        Assert.Equal(job.Id.ToString(), (await GetAsync(super, $"/api/installation/jobs/{job.Id}")).Id);
        Assert.Equal(HttpStatusCode.NotFound, (await super.GetAsync($"/api/jobs/{job.Id}", Cancel)).StatusCode);
        using var admin = server.Client(Role.SocietyAdmin, "green-park");
        Assert.Equal(HttpStatusCode.Forbidden, (await admin.GetAsync($"/api/installation/jobs/{job.Id}", Cancel)).StatusCode);
    }

    [Fact]
    public async Task A_finished_job_stays_as_it_is_when_cancelled()
    {
        var job = await AddAsync(Scopes.GreenPark, "import.meters");
        using var http = server.Client(Role.SocietyAdmin, "green-park");
        using var answer = await http.PostAsync($"/api/jobs/{job.Id}/cancel", null, Cancel);
        Assert.Equal("SUCCEEDED", JsonSerializer.Deserialize(await answer.Content.ReadAsStringAsync(Cancel), WireJson.Default.JobDto)!.State);
    }

    [Theory]
    [InlineData("?limit=0", "BadLimit")]
    [InlineData("?limit=201", "BadLimit")]
    [InlineData("?next=zzz", "BadCursor")]
    public async Task Wrong_parameters_are_named(string query, string code)
    {
        using var http = server.Client(Role.SocietyAdmin, "green-park");
        using var answer = await http.GetAsync($"/api/societies/green-park/jobs{query}", Cancel);
        Assert.Equal((HttpStatusCode.BadRequest, code), (answer.StatusCode, JsonSerializer.Deserialize(await answer.Content.ReadAsStringAsync(Cancel), WireJson.Default.ProblemDto)!.Code));
    }

    private async Task<Job> AddAsync(JobScope scope, string kind)
    {
        var job = new Job
        {
            Id = JobId.New(TimeProvider.System),
            Society = scope.Society,
            Kind = kind,
            CreatedBy = "somebody",
            CreatedAt = TimeProvider.System.GetUtcNow(),
            State = JobState.Succeeded,
            FinishedAt = TimeProvider.System.GetUtcNow(),
            Progress = new(7, 7),
            Result = """{"added":3}""",
        };
        await server.Services.GetRequiredService<IJobStore>().AddAsync(scope, job, Cancel);
        return job;
    }

    private static async Task<JobDto> GetAsync(HttpClient http, string address) => JsonSerializer.Deserialize(await http.GetStringAsync(address, Cancel), WireJson.Default.JobDto)!;
}
