using Sluice.Imports.Tables;
using Sluice.Metering;
using Sluice.Metering.Files;
using Sluice.Metering.Identity;
using Sluice.Metering.Imports;
using Sluice.Metering.Jobs;
using Sluice.Metering.Societies;

namespace Sluice.Imports.Registry;

/// <summary>Imports societies of the installation, with their towers.</summary>
public sealed class SocietyImport(IFileStore files, ISocietyStore societies, SocietyRegistry registry, TimeProvider clock, FileLimits? limits = null) : ImportHandler(files, ImportKind.Societies, limits)
{
    internal override IImportTarget NewTarget(IJobRun run, ImportRequest request) => new Target(run.Scope.OfInstallation!, societies, registry, clock);

    /// <summary>What a row says. What is empty stays as it is.</summary>
    private sealed record Said(SocietyId Id, string Name, string Address, string TimeZone, string[] Towers);

    private sealed class Target(InstallationScope scope, ISocietyStore societies, SocietyRegistry registry, TimeProvider clock) : IImportTarget
    {
        private readonly Dictionary<string, Society> there = [];

        public async ValueTask<string?> OpenAsync(CancellationToken ct)
        {
            for (string? next = null; ;)
            {
                var page = await societies.ListAsync(scope, next, ISocietyStore.MaxPage, ct);
                foreach (var society in page.Items) there.Add(society.Id.Text, society);
                if ((next = page.Next) is null) return null;
            }
        }

        public ParsedRow Parse(SheetRow row)
        {
            if (!SocietyId.TryParse(row["id"], out var id))
                return Bad(row, null, new(row["id"].Length == 0 ? "MissingId" : "InvalidId", "id", $"1 to {SocietyId.MaxLength} of a-z, 0-9 and single hyphens between them"));
            var said = new Said(id, row["name"], row["address"], row["timeZone"], row["towers"].Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
            if (SocietyRules.ProblemOf(Merged(said)) is { } wrong) return Bad(row, id, new("InvalidValue", wrong.Field, wrong.Message));
            return said.Towers.Select(static t => SocietyRules.ProblemOf(new Tower(t))).FirstOrDefault(static p => p is not null) is { } tower
                ? Bad(row, id, new("InvalidValue", "towers", tower.Message))
                : new(row.Number, id.Text, said);
        }

        public void Collect(ParsedRow row)
        {
            // A society is one row: nothing to bring together.
        }

        public async ValueTask<IReadOnlyList<ImportRow>> PlanAsync(IReadOnlyList<ParsedRow> rows, CancellationToken ct)
        {
            var plan = new List<ImportRow>(rows.Count);
            foreach (var row in rows)
            {
                var said = (Said)row.Value!;
                if (!there.TryGetValue(said.Id.Text, out var before))
                {
                    plan.Add(new(row.Number, row.Id, ImportOutcome.Added));
                    continue;
                }
                var after = Merged(said);
                var changes = new List<string>();
                if (before.Name != after.Name) changes.Add("name");
                if (before.Address != after.Address) changes.Add("address");
                if (before.TimeZone != after.TimeZone) changes.Add("timeZone");
                if (said.Towers.Length > 0 && said.Towers.Except((await societies.StructureAsync(ScopeOf(said), ct)).Towers.Select(static t => t.Name)).Any()) changes.Add("towers");
                plan.Add(new(row.Number, row.Id, changes.Count > 0 ? ImportOutcome.Updated : ImportOutcome.Unchanged, Changes: changes.Count > 0 ? changes : null));
            }
            return plan;
        }

        public async ValueTask ApplyAsync(IReadOnlyList<ParsedRow> rows, IReadOnlyList<ImportRow> plan, CancellationToken ct)
        {
            for (var i = 0; i < rows.Count; i++)
            {
                if (!plan[i].Changing) continue;
                var said = (Said)rows[i].Value!;
                // Somebody may have added or changed it meanwhile: what they did not say here stays as they have it.
                if (await societies.FindAsync(ScopeOf(said), ct) is { } now) there[said.Id.Text] = now;
                var society = Merged(said);
                if (society.Version == 0) await registry.CreateAsync(scope, society, ct);
                else await registry.UpdateAsync(ScopeOf(said), society, ct);
                if (said.Towers.Length > 0) await societies.MergeAsync(ScopeOf(said), [.. said.Towers.Select(static t => new Tower(t))], [], ct);
            }
        }

        public IReadOnlyList<ImportRow> Missing(IReadOnlySet<string> seen, int limit) => [];

        public ValueTask DeactivateAsync(IReadOnlyList<ImportRow> missing, CancellationToken ct) => default;

        private Society Merged(Said said)
        {
            var before = there.GetValueOrDefault(said.Id.Text) ?? new Society { Id = said.Id, Name = "", CreatedAt = Timestamps.Stored(clock.GetUtcNow()) };
            return before with
            {
                Name = said.Name.Length > 0 ? said.Name : before.Name,
                Address = said.Address.Length > 0 ? said.Address : before.Address,
                TimeZone = said.TimeZone.Length > 0 ? said.TimeZone : before.TimeZone,
            };
        }

        private static SocietyScope ScopeOf(Said said) => Authorizer.ForWorker(said.Id, "import");

        private static ParsedRow Bad(SheetRow row, SocietyId? id, RowProblem problem) =>
            new(row.Number, id?.Text, null, new(row.Number, id?.Text, ImportOutcome.Bad, problem.Code, row.Header(problem.Field), problem.Message));
    }
}
