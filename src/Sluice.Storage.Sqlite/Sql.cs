using System.Collections.Concurrent;
using System.Reflection;

namespace Sluice.Storage.Sqlite;

/// <summary>The statements, one per embedded .sql file, found by folder and name: <c>Telegrams.Append</c>.</summary>
internal static class Sql
{
    private const string Prefix = "Sluice.Storage.Sqlite.";
    private static readonly Assembly Home = typeof(Sql).Assembly;
    private static readonly ConcurrentDictionary<string, string> Texts = new();

    public static string Text(string name) => Texts.GetOrAdd(name, static name =>
    {
        using var stream = Home.GetManifestResourceStream(Prefix + name + ".sql") ?? throw new ArgumentException($"There is no {name}.sql.", nameof(name));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    });

    /// <summary>Schema scripts in order.</summary>
    public static IReadOnlyList<string> Migrations { get; } =
        [.. Home.GetManifestResourceNames().Where(static n => n.StartsWith(Prefix + "Schema.", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(static n => Text(n[Prefix.Length..^".sql".Length]))];
}
