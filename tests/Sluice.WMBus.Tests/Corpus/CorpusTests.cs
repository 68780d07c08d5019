using System.Globalization;
using System.Text;
using System.Text.Json;
using Sluice.WMBus.Drivers;
using Sluice.WMBus.Records;

namespace Sluice.WMBus.Tests.Corpus;

/// <summary>The public corpus: Kamstrup's meters field by field, all others number by number. What differs stands in <c>differences.json</c> with its reason.</summary>
public sealed class CorpusTests(ITestOutputHelper output)
{
    private static readonly DriverCatalog Drivers = BuiltInDrivers.Load();
    private static readonly string[] NotCompared = ["_", "name", "timestamp", "error", "telegram"];

    [Fact]
    public void Kamstrup_vectors_are_equal_field_by_field() => Check("Kamstrup", v => v.Expected is not null && v.IsKamstrup, CompareFields);

    [Fact]
    public void Every_number_of_the_other_vectors_is_in_the_generic_reading() => Check("others", v => v.Expected is not null && !v.IsKamstrup, CompareNumbers);

    [Fact]
    public void What_the_reference_refuses_gives_no_reading() =>
        Check("refused", v => v.Expected is null, (_, telegram) => telegram.IsDecoded ? ["decoded although the reference refuses"] : []);

    [Fact]
    public void Every_listed_difference_is_about_a_vector_of_the_corpus()
    {
        RequireCorpus();
        var labels = CorpusVector.All.Select(v => v.Label).ToHashSet();
        Assert.Empty(KnownDifferences.Load().Vectors.Where(v => !labels.Contains(v)));
    }

    private void Check(string name, Func<CorpusVector, bool> group, Func<CorpusVector, DecodedTelegram, List<string>> compare)
    {
        RequireCorpus();
        var known = KnownDifferences.Load();
        var unexpected = new List<string>();
        int passed = 0, listed = 0, total = 0;
        foreach (var vector in CorpusVector.All.Where(group))
        {
            total++;
            var differences = compare(vector, vector.Decode(Drivers));
            var expected = known.For(vector);
            if (differences.Count == 0) passed++;
            if (expected.Count > 0) listed++;
            unexpected.AddRange(differences.Where(d => !expected.Contains(FieldOf(d))).Select(d => $"{vector.Label} {d}"));
            unexpected.AddRange(expected.Where(l => differences.TrueForAll(d => FieldOf(d) != l)).Select(l => $"{vector.Label} {l} passes now: take it off the list"));
        }
        var summary = $"{name}: {passed} of {total} vectors without difference, {listed} with differences listed in differences.json";
        output.WriteLine(summary);
        Assert.True(unexpected.Count == 0, summary + "\n" + string.Join('\n', unexpected));
    }

    private static string FieldOf(string difference) => difference.Split(' ')[0];

    private static void RequireCorpus()
    {
        if (CorpusVector.Folder is null) Assert.Skip("The corpus does not lie beside the project.");
    }

    private static List<string> CompareFields(CorpusVector vector, DecodedTelegram telegram)
    {
        if (vector.Expected!.Value.TryGetProperty("error", out _)) return telegram.Error.Code == DecodeErrorCode.WrongKey ? [] : [$"error {telegram.Error}"];
        if (!telegram.IsDecoded) return [$"undecoded {telegram.Error}"];
        using var ours = JsonDocument.Parse(Json(telegram));
        var differences = new List<string>();
        foreach (var property in vector.Expected!.Value.EnumerateObject().Where(p => !NotCompared.Contains(p.Name)))
        {
            var equal = ours.RootElement.TryGetProperty(property.Name, out var value) && Same(property.Value, value);
            if (!equal) differences.Add($"{property.Name} expected {property.Value.GetRawText()} got {(ours.RootElement.TryGetProperty(property.Name, out value) ? value.GetRawText() : "nothing")}");
        }
        return differences;
    }

    private static List<string> CompareNumbers(CorpusVector vector, DecodedTelegram telegram)
    {
        if (!telegram.IsDecoded) return [$"undecoded {telegram.Error}"];
        var ours = telegram.Fields.Where(f => f.Value.Kind == RecordValueKind.Number).Select(f => f.Value.TryToDecimal(out var d) ? d : 0).ToList();
        return
        [
            .. vector.Expected!.Value.EnumerateObject()
                .Where(p => p.Value.ValueKind == JsonValueKind.Number)
                .Where(p => !ours.Exists(o => Math.Abs(o - Number(p.Value)) <= 0.000001m))
                .Select(p => $"{p.Name} expected {p.Value.GetRawText()}"),
        ];
    }

    private static bool Same(JsonElement expected, JsonElement actual) => expected.ValueKind == JsonValueKind.Number
        ? actual.ValueKind == JsonValueKind.Number && Math.Abs(Number(expected) - Number(actual)) <= 0.000001m
        : expected.ValueKind == actual.ValueKind && expected.GetRawText() == actual.GetRawText();

    private static decimal Number(JsonElement number) => decimal.Parse(number.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture);

    private static string Json(DecodedTelegram telegram)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream)) ReadingJson.Write(json, telegram, default, []);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
