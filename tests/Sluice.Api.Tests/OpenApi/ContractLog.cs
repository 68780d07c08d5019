using System.Security.Cryptography;
using System.Text;

namespace Sluice.Api.Tests.OpenApi;

/// <summary>docs/contracts.md: what changed about the files of the interface, and when. Each row ends with the file's fingerprint, so a change without a row fails.</summary>
internal static class ContractLog
{
    private const string Head = "| date | file | what | fingerprint |\n|---|---|---|---|\n";

    private static string Path => SourceTree.At("docs/contracts.md");

    /// <summary>Checks that the newest row of a file is about the file as it is.</summary>
    public static async Task CheckAsync(string file, string rewrite)
    {
        var row = (await File.ReadAllLinesAsync(Path, TestContext.Current.CancellationToken)).FirstOrDefault(line => line.Contains($"| `{file}` |", StringComparison.Ordinal));
        var now = Fingerprint(await File.ReadAllTextAsync(SourceTree.At($"docs/{file}"), TestContext.Current.CancellationToken));
        Assert.True(row?.EndsWith($"| `{now}` |", StringComparison.Ordinal) == true,
            $"docs/{file} changed, and docs/contracts.md has no row for it that ends with its fingerprint `{now}`. Write one, newest first, that says what changed (this writes a first version: {rewrite}).");
    }

    /// <summary>Adds a row for a file that is about to change.</summary>
    /// <param name="parts">The definitions of a text of the file, by name.</param>
    public static async Task AddAsync(string file, string before, string after, Func<string, IReadOnlyDictionary<string, string>> parts)
    {
        if (Fingerprint(before) == Fingerprint(after)) return;
        var (old, now) = (before.Length > 0 ? parts(before) : new Dictionary<string, string>(), parts(after));
        var changed = now.Where(p => old.TryGetValue(p.Key, out var was) && was != p.Value).Select(static p => p.Key);
        (string Word, IEnumerable<string> Names)[] kinds = [("added", now.Keys.Except(old.Keys)), ("removed", old.Keys.Except(now.Keys)), ("changed", changed)];
        var what = string.Join("; ", kinds.Where(static w => w.Names.Any()).Select(static w => $"{w.Word} {string.Join(", ", w.Names.Order(StringComparer.Ordinal))}"));
        var log = await File.ReadAllTextAsync(Path, TestContext.Current.CancellationToken);
        var at = log.IndexOf(Head, StringComparison.Ordinal) + Head.Length;
        var row = $"| {TimeProvider.System.GetUtcNow():yyyy-MM-dd} | `{file}` | {(what.Length > 0 ? what : "words only")} | `{Fingerprint(after)}` |\n";
        await File.WriteAllTextAsync(Path, log.Insert(at, row), TestContext.Current.CancellationToken);
    }

    private static string Fingerprint(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];
}
