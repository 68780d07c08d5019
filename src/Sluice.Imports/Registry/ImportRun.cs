using System.Text.Json;
using Sluice.Imports.Tables;
using Sluice.Metering.Imports;
using Sluice.Metering.Jobs;

namespace Sluice.Imports.Registry;

/// <summary>
/// One run over a file in chunks. A chunk's part of the report is written before anything of the chunk is changed, and the checkpoint after: an interrupted chunk is done
/// again by the plan written first, so that counts stay what they were meant to be.
/// </summary>
internal sealed class ImportRun(IJobRun run, ImportRequest request, ImportKind kind, TableFile table, IImportTarget target, ImportReport report)
{
    private readonly HashSet<string> seen = [];
    private ImportCheckpoint done = run.Job.Checkpoint is { } json ? JsonSerializer.Deserialize(json, ImportJson.Default.ImportCheckpoint)! : new(Applying: false, 0, new());
    private bool unreadable;
    private int total;

    public async ValueTask<JobEnd> RunAsync(CancellationToken ct)
    {
        var sheet = Sheet.Find(table, request.Mapping, kind);
        await CollectAsync(sheet, ct);
        if (!done.Applying && (request.DryRun || request.AllOrNothing))
        {
            await PassAsync(sheet, ct);
            if (request.DryRun) await FinishAsync(ct);
            if (request.DryRun) return End(sheet);
            if (done.Counts is { Bad: > 0 } or { Conflicts: > 0 })
                return new(Result(sheet, "Nothing was changed."), new("BadRows", $"{done.Counts.Bad} rows are bad and {done.Counts.Conflicts} in conflict, and all or nothing was asked for; see the report."));
        }
        if (!done.Applying) done = new(Applying: true, 0, new());
        await PassAsync(sheet, ct);
        await FinishAsync(ct);
        return End(sheet);
    }

    private string? Note => request.DeactivateMissing && unreadable ? "Nothing was taken out of use: a row without readable id may be any meter. Mend those rows first." : null;

    private JobEnd End(Sheet sheet) => new(Result(sheet, Note));

    private string Result(Sheet sheet, string? note) => JsonSerializer.Serialize(
        new(request.DryRun, SafeText.Clean(request.FileName), table.Format, sheet.Headers, sheet.Unused, done.Counts, note), ImportJson.Default.ImportResult);

    /// <summary>Counts the rows and lets the target see them all.</summary>
    private async ValueTask CollectAsync(Sheet sheet, CancellationToken ct)
    {
        foreach (var row in sheet.Rows())
        {
            var parsed = target.Parse(row);
            if (parsed.Problem is null) target.Collect(parsed);
            unreadable |= parsed.Id is null;
            if (++total % ImportReport.PartRows == 0) await run.ReportAsync(new(done.Counts.Rows, 0, $"read {total} rows"), ct);
            ct.ThrowIfCancellationRequested();
        }
    }

    private async ValueTask PassAsync(Sheet sheet, CancellationToken ct)
    {
        seen.Clear();
        var first = new Dictionary<string, int>();
        var part = 0;
        foreach (var chunk in sheet.Rows().Select(r => Once(target.Parse(r), first)).Chunk(ImportReport.PartRows))
        {
            if (part++ < done.Chunks) continue;
            await ChunkAsync(part - 1, chunk, ct);
            done = done with { Chunks = part };
            await SaveAsync(done.Applying ? "changing" : "looking", ct);
        }
    }

    /// <summary>The first usable row of a meter counts; those after it are duplicates.</summary>
    private ParsedRow Once(ParsedRow row, Dictionary<string, int> first)
    {
        if (row.Id is null) return row;
        seen.Add(row.Id);
        if (row.Problem is not null || first.TryAdd(row.Id, row.Number)) return row;
        return row with { Value = null, Problem = new(row.Number, row.Id, ImportOutcome.Bad, "DuplicateInFile", Message: $"row {first[row.Id]} is about the same one; that row counts") };
    }

    private async ValueTask ChunkAsync(int part, ParsedRow[] chunk, CancellationToken ct)
    {
        var usable = chunk.Where(static r => r.Problem is null).ToList();
        var fresh = await target.PlanAsync(usable, ct);
        var rows = await report.ReadAsync(part, ct);
        if (rows is null)
        {
            var next = 0;
            rows = [.. chunk.Select(r => r.Problem ?? fresh[next++])];
            await report.WriteAsync(part, rows, ct);
        }
        if (done.Applying)
        {
            var planned = rows.Where((_, i) => chunk[i].Problem is null).ToList();
            await target.ApplyAsync(usable, planned, ct);
        }
        done = done with { Counts = rows.Aggregate(done.Counts, static (counts, row) => counts.And(row)) };
    }

    /// <summary>Takes out of use what the file does not have.</summary>
    private async ValueTask FinishAsync(CancellationToken ct)
    {
        if (!request.DeactivateMissing || unreadable) return;
        for (var part = (total + ImportReport.PartRows - 1) / ImportReport.PartRows; ; part++)
        {
            var rows = await report.ReadAsync(part, ct);
            if (rows is null)
            {
                rows = target.Missing(seen, ImportReport.PartRows);
                if (rows.Count == 0) return;
                await report.WriteAsync(part, rows, ct);
            }
            foreach (var row in rows) seen.Add(row.Id!);
            if (part < done.Chunks) continue;
            if (done.Applying) await target.DeactivateAsync(rows, ct);
            done = done with { Chunks = part + 1, Counts = rows.Aggregate(done.Counts, static (counts, row) => counts.And(row)) };
            await SaveAsync("taking out of use what is missing", ct);
        }
    }

    private ValueTask SaveAsync(string text, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return run.CheckpointAsync(JsonSerializer.Serialize(done, ImportJson.Default.ImportCheckpoint), new(done.Counts.Rows, total, text), ct);
    }
}
