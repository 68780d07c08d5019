using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Metering.Jobs;

namespace Sluice.Metering.Keys;

/// <summary>Brings in a large key file in the background, part by part, and heals the archive on the way.</summary>
/// <remarks>Keys are handed over in memory and never stored with the job. After a restart there are none left: the job fails and says so; what was in stays in.</remarks>
public sealed class KeyImportJob(KeyRegistry registry) : IJobHandler
{
    /// <summary>The kind of its jobs.</summary>
    public const string KindName = "import.keys";

    private const int Part = 500;

    public string Kind => KindName;

    public async ValueTask<JobEnd> RunAsync(IJobRun run, CancellationToken ct)
    {
        if (run.Secret is not KeyImportInput { File: var file } input)
            return JobEnd.Failed("Interrupted", "The server stopped while the keys came in, and keys are not kept with a job. What was in stays in: send the file again, keys that are in already are passed over.");
        var (counts, listed, healed, healing) = (new SortedDictionary<string, int>(StringComparer.Ordinal), new List<KeyImportRow>(), 0L, false);
        for (var start = 0; start < file.Keys.Count; start += Part)
        {
            ct.ThrowIfCancellationRequested();
            var part = file.Keys.Skip(start).Take(Part).ToList();
            var report = run.Scope.OfSociety is { } society
                ? await registry.ImportAsync(society, [.. part.Select(static k => k.Key)], input.Force, ct)
                : await registry.ImportAsync(run.Scope.OfInstallation!, [.. part.Select(static k => k.Key)], input.Force, ct);
            (healed, healing) = (healed + report.Healed, healing | report.IsHealing);
            for (var i = 0; i < part.Count; i++)
            {
                var (key, outcome) = (report.Keys[i], report.Keys[i].Outcome);
                counts[outcome] = counts.GetValueOrDefault(outcome) + 1;
                if (key.Stored is null && listed.Count < KeyImportResult.MaxRows) listed.Add(new(part[i].Row, key.Serial.ToString("x8"), outcome));
            }
            await run.ReportAsync(new(Math.Min(start + Part, file.Keys.Count), file.Keys.Count, $"{healed} telegrams healed"), ct);
        }
        foreach (var problem in file.Problems.Take(KeyImportResult.MaxRows - listed.Count)) listed.Add(new(problem.Row, problem.Serial, problem.Code));
        return new(JsonSerializer.Serialize(new KeyImportResult(file.Keys.Count, counts, file.Problems.Count, healed, healing, listed), KeyImportJson.Default.KeyImportResult));
    }
}

/// <summary>What a <see cref="KeyImportJob"/> gets in memory.</summary>
/// <param name="File">The keys.</param>
/// <param name="Force">True: keep also keys the archive refutes.</param>
public sealed record KeyImportInput(KeyFile File, bool Force);

/// <summary>What came of a job.</summary>
/// <param name="Keys">Keys in the file.</param>
/// <param name="Outcomes">How many have which outcome.</param>
/// <param name="Problems">Rows that were not usable.</param>
/// <param name="Healed">Archived telegrams that could not be read before and are readings now.</param>
/// <param name="Healing">True: more are being decoded in the background.</param>
/// <param name="Rows">Rows that did not come in, the first <see cref="MaxRows"/>.</param>
public sealed record KeyImportResult(int Keys, IReadOnlyDictionary<string, int> Outcomes, int Problems, long Healed, bool Healing, IReadOnlyList<KeyImportRow> Rows)
{
    /// <summary>Rows listed at most.</summary>
    public const int MaxRows = 200;
}

/// <summary>A row that did not come in.</summary>
/// <param name="Row">The row, from 1.</param>
/// <param name="SerialNumber">The meter's serial number when the row has a good one.</param>
/// <param name="Code">Why: an outcome or the problem's code.</param>
public sealed record KeyImportRow(int Row, string? SerialNumber, string Code);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(KeyImportResult))]
internal sealed partial class KeyImportJson : JsonSerializerContext;
