using System.Collections.Immutable;
using System.Text.Json;
using Sluice.WMBus.Formats;
using Sluice.WMBus.Records;

namespace Sluice.WMBus.Drivers;

/// <summary>What is known of a family of meters: which they are, how their records are called, what their status bits mean. Read from a JSON file.</summary>
public sealed class MeterDriver
{
    private static readonly FieldName StatusName = new("status");

    /// <summary>Fields of the telegram this thread is reading, until their number is known.</summary>
    [ThreadStatic]
    private static List<ReadingField>? fieldsOfThread;

    private readonly PlanCache plans = new();

    private MeterDriver(string name, string title)
    {
        Name = name;
        Title = title;
    }

    /// <summary>The driver for meters nobody has described: every record gets a name from its quantity, function, storage, tariff and subunit.</summary>
    public static MeterDriver Generic { get; } = new("generic", "Any meter");

    /// <summary>The name in the field <c>meter</c> of a reading.</summary>
    public string Name { get; }

    /// <summary>One line for people.</summary>
    public string Title { get; }

    /// <summary>The meters it is for.</summary>
    public ImmutableArray<MeterModel> Models { get; private init; } = [];

    /// <summary>Its named values.</summary>
    public ImmutableArray<FieldDefinition> Fields { get; private init; } = [];

    /// <summary>Its status bits.</summary>
    public ImmutableArray<StatusDefinition> Statuses { get; private init; } = [];

    /// <summary>Compact frame formats these meters use, as record headers in hexadecimal.</summary>
    public ImmutableArray<string> Formats { get; private init; } = [];

    /// <summary>Telegrams with their expected readings.</summary>
    public ImmutableArray<GoldenTelegram> Goldens { get; private init; } = [];

    /// <summary>Reads a driver file.</summary>
    /// <exception cref="FormatException">The file is no JSON or not what driver.schema.json says; the message names the member.</exception>
    public static MeterDriver Parse(ReadOnlySpan<byte> utf8)
    {
        if (utf8.StartsWith("\uFEFF"u8)) utf8 = utf8[3..];
        try
        {
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 16 });
            using var document = JsonDocument.ParseValue(ref reader);
            var json = document.RootElement;
            json.AllowOnly("", "$schema", "name", "title", "meters", "fields", "status", "formats", "goldens");
            return new(json.RequiredText("name"), json.OptionalText("title") ?? "")
            {
                Models = [.. json.OptionalList("meters").Select(MeterModel.Parse)],
                Fields = [.. json.OptionalList("fields").Select(FieldDefinition.Parse)],
                Statuses = [.. json.OptionalList("status").Select(StatusDefinition.Parse)],
                Formats = [.. json.OptionalList("formats").Select(ParseFormat)],
                Goldens = [.. json.OptionalList("goldens").Select(GoldenTelegram.Parse)],
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or OverflowException or ArgumentException)
        {
            throw new FormatException("Not a driver file: " + e.Message, e);
        }
    }

    private static string ParseFormat(JsonElement json)
    {
        json.AllowOnly("formats: ", "signature", "headers", "source");
        var headers = json.RequiredText("headers").Replace(" ", "", StringComparison.Ordinal);
        var signature = json.RequiredText("signature");
        if (!headers.All(char.IsAsciiHexDigit) || headers.Length % 2 != 0 || !RecordFormat.TryParse(Convert.FromHexString(headers), out var format))
            throw new FormatException($"formats: '{headers}' are no record headers in hexadecimal.");
        return format!.ToString() == signature ? headers : throw new FormatException($"formats: the headers '{headers}' have the signature {format}, not {signature}.");
    }

    /// <summary>Names the values of a telegram.</summary>
    internal ImmutableArray<ReadingField> Read(DecodedTelegram telegram)
    {
        var records = CompactProfile.ExpandAll(telegram.Records);
        var fields = fieldsOfThread ??= new(32);
        fields.Clear();
        var words = TransportStatusWords.Of(telegram.TransportStatus);
        foreach (var step in plans.Find(records, this))
        {
            ref readonly var record = ref records[step.Record];
            if (step.Status is { } status) AddStatus(status, record.Value, fields, ref words);
            else fields.Add(step.Field is { } field ? field.Read(record) : new(step.Name!, Presentation.Convert(record)));
        }
        if (HasStatus || telegram.TransportStatus is not null) fields.Add(new(StatusName, RecordValue.FromText(words.Length == 0 ? "OK" : words)));
        return [.. fields];
    }

    /// <summary>True when every reading of this driver has a status.</summary>
    internal bool HasStatus => Statuses.Length > 0 || Fields.Length > 0;

    /// <summary>What becomes of each record, by its header alone: the same for all telegrams of one format.</summary>
    internal List<PlanStep> Plan(ReadOnlySpan<DataRecord> records)
    {
        var steps = new List<PlanStep>(records.Length + 4);
        for (var i = 0; i < records.Length; i++)
        {
            ref readonly var record = ref records[i];
            var known = false;
            foreach (var definition in Fields)
            {
                if (!definition.Matches(record)) continue;
                known = true;
                if (!Contains(steps, definition.Name)) steps.Add(new(i, definition.Name, definition, null));
            }
            foreach (var status in Statuses)
            {
                if (record.Header != status.Header) continue;
                known = true;
                steps.Add(new(i, null, null, status));
            }
            // A record nobody has named still counts, unless it is the maker's secret.
            if (known || (Fields.Length > 0 && record.Meaning.Quantity is Units.Quantity.ManufacturerSpecific or Units.Quantity.Unknown)) continue;
            var name = GenericNames.Of(record);
            for (var copy = 2; Contains(steps, name); copy++) name = GenericNames.Copy(record, copy);
            steps.Add(new(i, name, null, null));
        }
        return steps;
    }

    /// <summary>The words of a status record's bits, separated by spaces.</summary>
    internal static string WordsOf(StatusDefinition status, long bits) => bits == 0 ? "" : string.Join(' ', status.Words(bits));

    /// <summary>Words of several sources in one text.</summary>
    internal static string Join(string words, string more) => words.Length == 0 || more.Length == 0 ? words + more : words + " " + more;

    private static void AddStatus(StatusDefinition status, RecordValue value, List<ReadingField> fields, ref string words)
    {
        if (value.Kind != RecordValueKind.Number) return;
        // Bit fields have no sign: take back what the integer type gave them.
        var bits = value.Mantissa & 0xFFFF_FFFF;
        var set = WordsOf(status, bits);
        words = Join(words, set);
        if (status.Code is { } code) fields.Add(new(code, RecordValue.Number(bits)));
        if (status.Current is { } current) fields.Add(new(current, RecordValue.FromText(set)));
        foreach (var group in status.Durations) fields.Add(new(group.Name, RecordValue.FromText(group.Read(bits))));
    }

    private static bool Contains(List<PlanStep> steps, FieldName name)
    {
        foreach (var step in steps)
        {
            if (step.Name is { } taken && taken.Text == name.Text) return true;
        }
        return false;
    }
}
