using System.Globalization;
using System.Runtime.CompilerServices;
using Sluice.Metering.Exports;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Readings;
using Sluice.Metering.Sessions;
using Sluice.Metering.Societies;
using Sluice.Metering.Telegrams;
using Sluice.Reports.Model;

namespace Sluice.Reports.Exports;

/// <summary>The rows of an export. Each sequence starts anew and reads page by page: memory depends on the meters, not on the readings.</summary>
internal sealed partial class ExportSource
{
    private readonly SocietyScope scope;
    private readonly ExportStores stores;
    private readonly CountedReadings counted;
    private readonly NewestReadings newest;
    private Dictionary<MeterId, Installation>? installed;
    private readonly ExportPeriod period;
    private readonly ScanSession? session;
    private readonly List<MeterPlace> places;
    private readonly Dictionary<MeterId, MeterPlace> known;

    private ExportSource(SocietyScope scope, ExportStores stores, SessionSummary summary, ExportPeriod period, ScanSession? session, List<MeterPlace> places, Dictionary<MeterId, MeterPlace> known)
    {
        this.scope = scope;
        this.stores = stores;
        this.period = period;
        this.session = session;
        this.places = places;
        this.known = known;
        counted = new(scope, stores.Readings, stores.Versions);
        newest = new(scope, stores.Readings, counted);
        Summary = summary;
    }

    /// <summary>The round or the days in a few words.</summary>
    public SessionSummary Summary { get; }

    /// <summary>Finds the round or society and its meters.</summary>
    /// <param name="scope">The society.</param>
    /// <param name="stores">Where everything is.</param>
    /// <param name="request">What is wanted.</param>
    /// <param name="program">This program with its version.</param>
    /// <param name="now">The time of the file.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>Null when the society or the round is not there.</returns>
    public static async ValueTask<ExportSource?> OpenAsync(SocietyScope scope, ExportStores stores, ExportRequest request, string program, DateTimeOffset now, CancellationToken ct)
    {
        if (await stores.Societies.FindAsync(scope, ct) is not { } society) return null;
        var zone = SocietySettings.Of(society).TimeZone;
        var registered = await RegisteredAsync(scope, stores.Meters, ct);
        if (request.Session is not { } id)
        {
            List<MeterPlace> all = [.. registered.Values.Where(static m => m.Status != MeterStatus.Inactive).Select(MeterPlace.Of)
                .OrderBy(static p => p.Tower, StringComparer.Ordinal).ThenBy(static p => p.Flat, StringComparer.Ordinal).ThenBy(static p => p.Place, StringComparer.Ordinal).ThenBy(static p => p.Id)];
            var days = ExportPeriod.OfDays(request.From!.Value, request.To!.Value, zone);
            var text = Basic(society, request, zone, days, program, now) with { StartedAt = days.Range.From, EndedAt = days.Range.To, Targets = all.Count };
            return new(scope, stores, text, days, null, all, Known(all, registered));
        }
        if (await stores.Sessions.FindAsync(scope, new(id), ct) is not { } round) return null;
        var targets = new List<MeterPlace>();
        for (string? next = null; ;)
        {
            var page = await stores.Sessions.ListTargetsAsync(scope, round.Id, new(), next, ISessionStore.MaxPage, ct);
            targets.AddRange(page.Items.Select(t => MeterPlace.Of(t, registered.GetValueOrDefault(t.Meter))));
            if ((next = page.Next) is null) break;
        }
        var span = ExportPeriod.OfRound(round.StartedAt, round.EndedAt ?? now, zone);
        var summary = Basic(society, request, zone, span, program, now) with
        {
            Mode = round.Mode == ScanMode.FreeRoam ? "FREE_ROAM" : round.Mode.ToString().ToUpperInvariant(),
            Status = round.Status.ToString().ToUpperInvariant(),
            Technician = string.Join(", ", round.Participants.Select(static p => p.Name.Length > 0 ? p.Name : p.Subject)),
            StartedAt = round.StartedAt,
            EndedAt = round.EndedAt,
            Targets = round.Progress.Total,
            Completed = round.Progress.Completed,
            Progress = Curve(round, targets),
        };
        return new(scope, stores, summary, span, round, targets, Known(targets, registered));
    }

    /// <summary>The readings of the round or the days, last stored first.</summary>
    public async IAsyncEnumerable<ReadingRow> ReadingsAsync([EnumeratorCancellation] CancellationToken ct = default)
    {
        await foreach (var (reading, version) in counted.AllAsync(PageAsync, ct))
        {
            var id = MeterId.Of(reading.Meter);
            var place = known.GetValueOrDefault(id);
            yield return new()
            {
                Id = reading.Sequence.ToString(CultureInfo.InvariantCulture),
                Society = scope.Society.Text,
                Serial = id.SerialNumber,
                Tower = place?.Tower ?? "",
                Flat = place?.Flat ?? "",
                Place = place?.Place ?? "",
                At = reading.At,
                TotalM3 = version.TotalM3,
                TargetM3 = version.TargetM3,
                TargetDate = reading.TargetDay,
                Quality = version.Quality,
                Reasons = version.Reasons,
                Status = reading.Status,
                Origin = new CountedReading(reading, version).Origin,
                RssiDbm = reading.RssiDbm,
                Receiver = reading.Receiver ?? "",
                Note = version.Kind == VersionKind.Withdrawn ? $"withdrawn: {version.Why}" : version.Why,
            };
        }
    }

    /// <summary>The telegrams the readings came from.</summary>
    public async IAsyncEnumerable<TelegramArrival> TelegramsAsync([EnumeratorCancellation] CancellationToken ct = default)
    {
        await foreach (var reading in counted.AllAsync(PageAsync, ct))
            if (await stores.Telegrams.FindAsync(reading.Reading.TelegramId, ct) is { } telegram) yield return telegram.Arrival;
    }

    /// <summary>Everything as one report.</summary>
    public SessionReport ToReport() => new(Summary, ReadingsAsync(), MetersAsync(), AnalyticsAsync());

    private ValueTask<Page<Reading>> PageAsync(string? next, CancellationToken ct) => session is { } round
        ? stores.Readings.ListBySessionAsync(scope, round.Id, next, IReadingStore.MaxPage, ct)
        : stores.Readings.ListBetweenAsync(scope, period.Range, next, IReadingStore.MaxPage, ct);

    private static async ValueTask<Dictionary<MeterId, Meter>> RegisteredAsync(SocietyScope scope, IMeterStore meters, CancellationToken ct)
    {
        var all = new Dictionary<MeterId, Meter>();
        for (string? next = null; ;)
        {
            var page = await meters.ListAsync(scope, MeterFilter.All, next, IMeterStore.MaxPage, ct);
            foreach (var meter in page.Items) all[meter.Id] = meter;
            if ((next = page.Next) is null) return all;
        }
    }

    /// <summary>Where meters hang: those of the export, and others that were heard.</summary>
    private static Dictionary<MeterId, MeterPlace> Known(List<MeterPlace> targets, Dictionary<MeterId, Meter> registered)
    {
        var found = registered.Values.ToDictionary(static m => m.Id, MeterPlace.Of);
        foreach (var place in targets) found[place.Id] = place;
        return found;
    }

    private static SessionSummary Basic(Society society, ExportRequest request, TimeZoneInfo zone, ExportPeriod span, string program, DateTimeOffset now) => new()
    {
        SessionId = request.Subject,
        SocietyId = society.Id.Text,
        SocietyName = society.Name,
        Address = society.Address,
        TimeZone = zone,
        BillingDate = span.Closing,
        GeneratedAt = now,
        GeneratedBy = request.By,
        Decoder = program,
    };

    private static List<ProgressPoint> Curve(ScanSession round, List<MeterPlace> targets)
    {
        var heard = targets.Select(static p => p.Target!.HeardAt ?? (p.Target.Note is { Kind: NoteKind.Manual } note ? note.At : null)).OfType<DateTimeOffset>().Order().ToList();
        if (heard.Count == 0) return [];
        var step = (heard.Count + SessionSummary.MaxProgressPoints - 3) / (SessionSummary.MaxProgressPoints - 2);
        List<ProgressPoint> curve = [new(round.StartedAt, 0)];
        for (var done = step; done < heard.Count; done += step) curve.Add(new(heard[done - 1], done));
        curve.Add(new(heard[^1], heard.Count));
        return curve;
    }
}
