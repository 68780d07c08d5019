using System.Security.Cryptography;
using Sluice.Imports.Tables;
using Sluice.Metering;
using Sluice.Metering.Files;
using Sluice.Metering.Identity;
using Sluice.Metering.Imports;
using Sluice.Metering.Jobs;
using Sluice.Metering.Meters;
using Sluice.Metering.Societies;
using Sluice.WMBus.Security;

namespace Sluice.Imports.Registry;

/// <summary>Imports meters of a society, with flats, residents and keys.</summary>
public sealed class MeterImport(IFileStore files, IMeterStore meters, MeterRegistry registry, ISocietyStore societies, IMeterKeySink keys, FileLimits? limits = null)
    : ImportHandler(files, ImportKind.Meters, limits)
{
    internal override IImportTarget NewTarget(IJobRun run, ImportRequest request) => new Target(run.Scope.OfSociety!, meters, registry, new(run.Scope.OfSociety!, societies), keys);

    /// <summary>What a row says. What it does not say (null, empty) stays as it is.</summary>
    private sealed record Said(MeterId Id, FlatSaid Flat, string Tower, string FlatNumber, string Place, string Type, MeterPurpose? Purpose, DateOnly? Installed, Location? Location, MeterStatus? Status, MeterKey? Key, Func<string, string> Header);

    private sealed class Target(SocietyScope scope, IMeterStore meters, MeterRegistry registry, FlatPlan flats, IMeterKeySink keys) : IImportTarget
    {
        private readonly Dictionary<string, Meter> there = [];

        public async ValueTask<string?> OpenAsync(CancellationToken ct)
        {
            if (!await flats.OpenAsync(ct)) return "There is no such society any more.";
            for (string? next = null; ;)
            {
                var page = await meters.ListAsync(scope, MeterFilter.All, next, IMeterStore.MaxPage, ct);
                foreach (var meter in page.Items) there.Add(meter.Id.ToString(), meter);
                if ((next = page.Next) is null) return null;
            }
        }

        public ParsedRow Parse(SheetRow row)
        {
            var id = CellParser.Meter(row, out var problem);
            Span<byte> key = stackalloc byte[16];
            var hasKey = false;
            var installed = problem is null ? CellParser.Date(row, "installationDate", out problem) : null;
            var location = problem is null ? CellParser.Location(row, out problem) : null;
            var floor = problem is null ? CellParser.Floor(row, out problem) : null;
            var purpose = problem is null ? CellParser.Word<MeterPurpose>(row, "purpose", out problem) : null;
            var status = problem is null ? CellParser.Word<MeterStatus>(row, "status", out problem) : null;
            if (problem is null) hasKey = CellParser.TryKey(row, key, out problem);
            if (problem is not null) return Bad(row, id, problem);
            var (tower, flat) = CellParser.Place(row);
            var name = flat.Length > 0 ? $"{tower}-{flat}" : tower;
            var said = new Said(id!.Value, new(floor, row["flatType"], row["residentName"], row["residentContact"]), tower, flat, row["place"], row["meterType"], purpose, installed, location, status,
                hasKey ? new(id.Value.Serial, key, id.Value.Manufacturer, name) : null, row.Header);
            CryptographicOperations.ZeroMemory(key);
            if (Problem(said) is { } unfit) return Bad(row, id, unfit);
            return new(row.Number, id.Value.ToString(), said);
        }

        public void Collect(ParsedRow row)
        {
            var said = (Said)row.Value!;
            var meter = Merged(said);
            flats.Collect(meter.Tower, meter.Flat, said.Flat);
        }

        public async ValueTask<IReadOnlyList<ImportRow>> PlanAsync(IReadOnlyList<ParsedRow> rows, CancellationToken ct)
        {
            var merged = rows.Select(r => Merged((Said)r.Value!)).ToList();
            var outcomes = await meters.PreviewAsync(scope, merged, ct);
            var plan = new List<ImportRow>(rows.Count);
            for (var i = 0; i < rows.Count; i++) plan.Add(await PlanAsync(rows[i], merged[i], outcomes[i], ct));
            return plan;
        }

        public async ValueTask ApplyAsync(IReadOnlyList<ParsedRow> rows, IReadOnlyList<ImportRow> plan, CancellationToken ct)
        {
            var good = rows.Where((_, i) => plan[i].Outcome is not ImportOutcome.Conflict).Select(static r => (Said)r.Value!).ToList();
            var changing = rows.Where((_, i) => plan[i].Changing).Select(r => Merged((Said)r.Value!)).ToList();
            await flats.ApplyAsync(changing.Select(static m => (m.Tower, m.Flat)), ct);
            if (changing.Count > 0) await registry.UpsertAsync(scope, changing, ct);
            var with = good.Where(static s => s.Key is not null).Select(static s => s.Key!).ToList();
            if (with.Count > 0) await keys.PutAsync(scope, with, ct);
        }

        public IReadOnlyList<ImportRow> Missing(IReadOnlySet<string> seen, int limit) =>
            [.. there.Where(m => m.Value.Status == MeterStatus.Active && !seen.Contains(m.Key)).Take(limit).Select(static m => new ImportRow(0, m.Key, ImportOutcome.Deactivated))];

        public async ValueTask DeactivateAsync(IReadOnlyList<ImportRow> missing, CancellationToken ct) =>
            await registry.UpsertAsync(scope, [.. missing.Where(m => there.ContainsKey(m.Id!)).Select(m => there[m.Id!] with { Status = MeterStatus.Inactive })], ct);

        private async ValueTask<ImportRow> PlanAsync(ParsedRow row, Meter meter, UpsertOutcome outcome, CancellationToken ct)
        {
            var hasKey = ((Said)row.Value!).Key is null ? (bool?)null : true;
            if (outcome == UpsertOutcome.Conflict)
                return new(row.Number, row.Id, ImportOutcome.Conflict, "RegisteredElsewhere", Message: "the meter is registered elsewhere; it has to be removed there first");
            var before = there.GetValueOrDefault(row.Id!);
            if (before is null) return new(row.Number, row.Id, ImportOutcome.Added, Key: hasKey);
            string[] changes = [.. Differences(before, meter), .. await flats.ChangesAsync(meter.Tower, meter.Flat, ct)];
            var moved = (before.Tower, before.Flat) != (meter.Tower, meter.Flat);
            return new(row.Number, row.Id, changes.Length > 0 ? ImportOutcome.Updated : ImportOutcome.Unchanged, Changes: changes.Length > 0 ? changes : null,
                MovedFrom: moved ? $"{before.Tower}/{before.Flat}" : null, MovedTo: moved ? $"{meter.Tower}/{meter.Flat}" : null, Key: hasKey);
        }

        private Meter Merged(Said said)
        {
            var before = there.GetValueOrDefault(said.Id.ToString()) ?? new Meter { Id = said.Id, Society = scope.Society };
            return before with
            {
                Tower = Given(said.Tower, said.FlatNumber.Length > 0 ? said.Tower : before.Tower),   // a new flat without tower is a mistake, not a flat of the old tower
                Flat = Given(said.FlatNumber, said.Tower.Length > 0 && said.Purpose is MeterPurpose.CommonArea or MeterPurpose.Bulk ? "" : before.Flat),
                Place = Given(said.Place, before.Place),
                MeterType = Given(said.Type, before.MeterType),
                Purpose = said.Purpose ?? before.Purpose,
                InstallationDate = said.Installed ?? before.InstallationDate,
                Location = said.Location ?? before.Location,
                Status = said.Status ?? before.Status,
            };
        }

        private RowProblem? Problem(Said said)
        {
            var meter = Merged(said);
            if (MeterRules.ProblemOf(meter) is { } wrong) return new(wrong.Field is "towerName" or "flatNumber" && (meter.Tower.Length == 0 || meter.Flat.Length == 0) ? "MissingPlace" : "InvalidValue", wrong.Field, wrong.Message);
            return meter.Flat.Length > 0 && SocietyRules.ProblemOf(said.Flat.ToFlat(meter.Tower, meter.Flat)) is { } flat ? new("InvalidValue", FieldOf(flat.Field), flat.Message) : null;
        }

        private static string FieldOf(string field) => field switch { "type" => "flatType", "residents.name" => "residentName", "residents.contact" => "residentContact", _ => field };

        private static string Given(string said, string before) => said.Length > 0 ? said : before;

        private static ParsedRow Bad(SheetRow row, MeterId? id, RowProblem problem) =>
            new(row.Number, id?.ToString(), null, new(row.Number, id?.ToString(), ImportOutcome.Bad, problem.Code, row.Header(problem.Field), problem.Message));

        private static IEnumerable<string> Differences(Meter before, Meter after)
        {
            if (before.Tower != after.Tower) yield return "towerName";
            if (before.Flat != after.Flat) yield return "flatNumber";
            if (before.Place != after.Place) yield return "place";
            if (before.MeterType != after.MeterType) yield return "meterType";
            if (before.Purpose != after.Purpose) yield return "purpose";
            if (before.InstallationDate != after.InstallationDate) yield return "installationDate";
            if (before.Location != after.Location) yield return "location";
            if (before.Status != after.Status) yield return "status";
        }
    }
}
