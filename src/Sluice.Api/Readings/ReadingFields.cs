using System.Globalization;
using System.Text.Json;
using Sluice.Api.GraphQL;
using Sluice.Api.GraphQL.Filters;
using Sluice.Api.Meters;
using Sluice.Api.Sessions;
using Sluice.Contracts;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Readings;
using Sluice.Metering.Sessions;
using Sluice.Metering.Telegrams;

namespace Sluice.Api.Readings;

/// <summary>Readings in GraphQL. Those without a volume are shown nowhere: the contract's <c>consumption</c> is a number.</summary>
internal static class ReadingFields
{
    /// <summary>Telegrams of one look-up.</summary>
    private const int MaxTelegrams = 1_000;

    private static readonly Dictionary<string, Func<Reading, object?>> Filterable = new(StringComparer.Ordinal)
    {
        ["id"] = static r => r.Sequence.ToString(CultureInfo.InvariantCulture),
        ["meterId"] = static r => MeterId.Of(r.Meter).ToString(),
        ["sessionId"] = static r => r.Session?.ToString() ?? "",
        ["consumption"] = static r => r.TotalM3,
        ["timestamp"] = static r => r.At,
        ["quality"] = ReadingWire.Quality,
        ["target"] = static r => r.TargetM3,
        ["targetDate"] = static r => r.TargetDay?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ["version"] = static r => (decimal)r.Version,
        ["kind"] = static r => ReadingWire.Kind(r.Kind),
        ["source"] = ReadingWire.Source,
        ["info"] = static r => r.Status,
        ["device"] = static r => r.Receiver,
        ["rssiDbm"] = static r => (decimal?)r.RssiDbm,
    };

    /// <summary>What readings can be filtered by.</summary>
    public static ModelFilter<Reading> Filter { get; } = new(Filterable);

    public static void Bind(FieldBinder fields)
    {
        fields.Query("getReading", Permission.ReadingRead, static async f =>
            ReadingLookup.TryParse(f.Text("id") ?? "", out var sequence) && f.Enter(await f.Service<IReadingStore>().FindSocietyAsync(sequence, f.Cancel)) is { } scope
            && await f.Service<IReadingStore>().FindAsync(scope, sequence, f.Cancel) is { TotalM3: not null } reading ? new Node<Reading>(reading, scope) : null);
        fields.Query("listReadings", Permission.ReadingRead, static f => Pager.OverSocietiesAsync(f, scope => SocietyList(f, scope, TimeRange.All), FilterOf(f)));
        fields.Query("readingsBySociety", Permission.ReadingRead, static async f => f.Enter(f.Text("societyId")) is { } scope ? await Pager.PageAsync(f, SocietyList(f, scope, Times.RangeOf(f)), FilterOf(f)) : Connection.Empty);
        fields.Query("readingsByMeter", Permission.ReadingRead, static async f =>
            MeterId.TryParse(f.Text("meterId"), out var meter) && f.Enter(f.Service<MeterDirectory>().SocietyOf(meter)) is { } scope
                ? await Pager.PageAsync(f, MeterList(f, scope, meter, Times.RangeOf(f)), FilterOf(f)) : Connection.Empty);
        fields.Query("readingsBySession", Permission.ReadingRead, static async f =>
            await SessionFields.FindAsync(f, f.Text("sessionId")) is { } round ? await Pager.PageAsync(f, SessionList(f, round), FilterOf(f)) : Connection.Empty);
        fields.Load<Reading>("Reading", "meter", Permission.MeterRead, static (f, node) => new(MeterFields.Load(f, node.Scope, MeterId.Of(node.Value.Meter))));
        fields.Load<Reading>("Reading", "rawTelegram", Permission.ReadingRead, static (f, node) =>
            new(node.Scope.May(Permission.TelegramRead) && node.Value.TelegramId != 0 ? Telegrams(f, node).Load(node.Value.TelegramId, static t => t is null ? "" : Convert.ToHexString(t.Arrival.Bytes.Span)) : ""));
        fields.Load<Reading>("Reading", "decryptedData", Permission.ReadingRead, static (f, node) =>
            new(node.Value.TelegramId == 0 ? "{}" : Telegrams(f, node).Load(node.Value.TelegramId, t => t is null ? "{}" : Decode(f.Service<Intake>(), t))));
        fields.Show<Reading>("Reading", [.. Filterable.Where(static field => field.Key is not ("targetDate" or "version" or "rssiDbm")).Select(static field => (field.Key, field.Value))]);
        fields.Show<Reading>("Reading",
            ("targetDate", static r => r.TargetDay), ("version", static r => r.Version), ("rssiDbm", static r => r.RssiDbm), ("societyId", static r => r.Society.Text), ("gpsLocation", static r => r.Gps),
            ("targetDateInferred", static r => r.TargetM3 is null ? null : r.TargetDate is null), ("reasons", ReadingWire.Reasons), ("createdAt", static r => r.At), ("updatedAt", static _ => null));
    }

    /// <summary>The readings of a meter that is one of many.</summary>
    public static async ValueTask<object?> OfMeterAsync(FieldCall field, Node<Meter> node)
    {
        var (fits, list, limit) = (FilterOf(field), MeterList(field, node.Scope, node.Value.Id, TimeRange.All), Pager.Limit(field));
        if (field.Text("nextToken") is not null || Pager.IsTurned(field.Text("sortDirection"), list)) return await Pager.PageAsync(field, list, fits);
        return field.Call.Batch<MeterId, Page<Reading>>(string.Create(CultureInfo.InvariantCulture, $"readings of meters {limit}"), node.Scope, IReadingStore.MaxPage,
                (s, ids, ct) => field.Service<IReadingStore>().ListByMetersAsync(s, ids, limit, ct))
            .Load(node.Value.Id, page => page is null ? Connection.Empty : Pager.Of(page, list, fits));
    }

    /// <summary>The readings of a round that is one of many.</summary>
    public static async ValueTask<object?> OfSessionAsync(FieldCall field, Node<ScanSession> node)
    {
        var (fits, list, limit) = (FilterOf(field), SessionList(field, node), Pager.Limit(field));
        if (field.Text("nextToken") is not null || Pager.IsTurned(field.Text("sortDirection"), list)) return await Pager.PageAsync(field, list, fits);
        return field.Call.Batch<SessionId, Page<Reading>>(string.Create(CultureInfo.InvariantCulture, $"readings of rounds {limit}"), node.Scope, IReadingStore.MaxPage,
                (s, ids, ct) => field.Service<IReadingStore>().ListBySessionsAsync(s, ids, limit, ct))
            .Load(node.Value.Id, page => page is null ? Connection.Empty : Pager.Of(page, list, fits));
    }

    private static Func<Reading, bool> FilterOf(FieldCall field) => Filter.Compile(field.Object("filter"));

    private static Listing<Reading> SocietyList(FieldCall f, SocietyScope scope, TimeRange range) => new(
        (cursor, size) => range == TimeRange.All ? f.Service<IReadingStore>().ListAsync(scope, cursor, size, f.Cancel) : f.Service<IReadingStore>().ListBetweenAsync(scope, range, cursor, size, f.Cancel),
        Show(scope), IReadingStore.MaxPage, Descends: true);

    private static Listing<Reading> MeterList(FieldCall f, SocietyScope scope, MeterId meter, TimeRange range) => new(
        (cursor, size) => f.Service<IReadingStore>().ListByMeterAsync(scope, meter, range, cursor, size, f.Cancel), Show(scope), IReadingStore.MaxPage, Descends: true);

    private static Listing<Reading> SessionList(FieldCall f, Node<ScanSession> round) => new(
        (cursor, size) => f.Service<IReadingStore>().ListBySessionAsync(round.Scope, round.Value.Id, cursor, size, f.Cancel), Show(round.Scope), IReadingStore.MaxPage, Descends: true);

    private static Func<Reading, object?> Show(SocietyScope scope) => reading => reading.TotalM3 is null ? null : new Node<Reading>(reading, scope);

    private static Batch<long, ArchivedTelegram> Telegrams(FieldCall field, Node<Reading> node) =>
        field.Call.Batch<long, ArchivedTelegram>("telegrams", node.Scope, MaxTelegrams, (_, ids, ct) => field.Service<ITelegramArchive>().FindManyAsync(ids, ct));

    private static string Decode(Intake intake, ArchivedTelegram telegram) => JsonSerializer.Serialize(
        intake.DecodeAgain(telegram).Fields.GroupBy(static f => f.Name.Text, StringComparer.Ordinal).ToDictionary(static f => f.Key, static f => f.First().Value.ToString(), StringComparer.Ordinal),
        WireJson.Default.IReadOnlyDictionaryStringString);
}
