using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Sluice.Contracts;
using Sluice.Contracts.Jobs;
using Sluice.Metering.Jobs;

namespace Sluice.Api.Jobs;

/// <summary>Jobs as they cross the wire.</summary>
public static class JobWire
{
    /// <summary>The job.</summary>
    public static JobDto ToDto(Job job) => new()
    {
        Id = job.Id.ToString(),
        SocietyId = job.Society?.Text,
        Kind = job.Kind,
        State = job.State.ToString().ToUpperInvariant(),
        Progress = new() { Done = job.Progress.Done, Total = job.Progress.Total, Text = job.Progress.Text },
        CreatedBy = job.CreatedBy,
        CreatedAt = job.CreatedAt,
        StartedAt = job.StartedAt,
        FinishedAt = job.FinishedAt,
        Stopping = job.CancelRequested && !job.IsFinished ? true : null,
        Attempt = job.Attempt,
        Result = job.Result is { } result ? JsonElement.Parse(result) : null,
        Error = job.Error is { } error ? new() { Code = error.Code, Message = error.Message } : null,
    };

    /// <summary>The address of a job.</summary>
    public static string AddressOf(Job job) => job.Society is null ? $"/api/installation/jobs/{job.Id}" : $"/api/jobs/{job.Id}";

    /// <summary>202 with the job and its address: what a call that started one answers.</summary>
    public static IResult Accepted(HttpContext http, Job job)
    {
        http.Response.Headers.Location = AddressOf(job);
        return Results.Json(ToDto(job), WireJson.Default.JobDto, statusCode: StatusCodes.Status202Accepted);
    }
}
