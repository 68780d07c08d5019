using System.Text.Json.Serialization;

namespace Sluice.Metering.Events;

internal sealed record SessionFacts
{
    public required string Name { get; init; }

    public required string Mode { get; init; }

    public required string Status { get; init; }

    public required string UserId { get; init; }

    public required string By { get; init; }

    public string? Reason { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public required long Version { get; init; }

    public required int Completed { get; init; }

    public required int Total { get; init; }

    public required decimal Percentage { get; init; }

    public required int Remaining { get; init; }

    public required int Unreadable { get; init; }

    public required int Unlisted { get; init; }
}

internal sealed record AlertFacts
{
    public string? MeterId { get; init; }

    public string? GatewayId { get; init; }

    public required string Rule { get; init; }

    public required string Severity { get; init; }

    public required string State { get; init; }

    public required DateTimeOffset FirstSeen { get; init; }

    public required DateTimeOffset LastSeen { get; init; }

    public required string Reason { get; init; }

    public string? By { get; init; }
}

internal sealed record JobFacts
{
    public required string Kind { get; init; }

    public required string State { get; init; }

    public required string CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public Dictionary<string, long>? Counts { get; init; }

    public JobErrorFacts? Error { get; init; }
}

internal sealed record JobErrorFacts(string Code, string Message);

internal sealed record ReplacementFacts
{
    public required string OldMeterId { get; init; }

    public required string NewMeterId { get; init; }

    public required string Tower { get; init; }

    public required string Flat { get; init; }

    public required DateTimeOffset At { get; init; }

    public decimal? FinalM3 { get; init; }

    public decimal? FirstM3 { get; init; }
}

internal sealed record DiskFacts
{
    public required long FreeBytes { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SessionFacts))]
[JsonSerializable(typeof(AlertFacts))]
[JsonSerializable(typeof(JobFacts))]
[JsonSerializable(typeof(ReplacementFacts))]
[JsonSerializable(typeof(DiskFacts))]
internal sealed partial class EventFactsJson : JsonSerializerContext;
