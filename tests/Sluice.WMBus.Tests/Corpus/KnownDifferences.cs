using System.Text.Json;

namespace Sluice.WMBus.Tests.Corpus;

/// <summary>Where our reading differs from the reference's, with the reason. An entry that no longer holds fails the test.</summary>
public sealed class KnownDifferences
{
    private readonly Dictionary<string, HashSet<string>> byVector = [];

    public static KnownDifferences Load()
    {
        var known = new KnownDifferences();
        var file = Path.Combine(AppContext.BaseDirectory, "Corpus", "differences.json");
        using var json = JsonDocument.Parse(File.ReadAllBytes(file), new() { CommentHandling = JsonCommentHandling.Skip });
        foreach (var reason in json.RootElement.EnumerateArray())
        {
            Assert.False(string.IsNullOrWhiteSpace(reason.GetProperty("reason").GetString()));
            foreach (var vector in reason.GetProperty("vectors").EnumerateObject())
            {
                if (!known.byVector.TryGetValue(vector.Name, out var fields)) known.byVector[vector.Name] = fields = [];
                foreach (var field in vector.Value.EnumerateArray()) fields.Add(field.GetString()!);
            }
        }
        return known;
    }

    public IEnumerable<string> Vectors => byVector.Keys;

    public HashSet<string> For(CorpusVector vector) => byVector.TryGetValue(vector.Label, out var fields) ? fields : [];
}
