using System.Text;
using Sluice.Imports.Keys;
using Spectre.Console;

namespace Sluice.Cli.Keys;

/// <summary>A key file for people: a table on a terminal, plain columns in a pipe. Fingerprints in place of keys.</summary>
internal static class KeyImportText
{
    private static readonly string[] Header = ["serial", "manufacturer", "name", "model", "key fingerprint"];

    public static void Write(string file, KeyImport import)
    {
        var title = $"{file}: {FormatName(import)}, {Count(import.Keys.Length, "meter")}";
        var position = import.Format is KeyFileFormat.Kem or KeyFileFormat.Kem2 ? "device" : "row";
        if (Console.IsOutputRedirected) WritePlain(title, position, import);
        else WriteTable(title, position, import);
    }

    private static void WritePlain(string title, string position, KeyImport import)
    {
        using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false), bufferSize: 1 << 16);
        output.Write(title + "\n");
        var widths = Header.Select(static h => h.Length).ToArray();
        foreach (var entry in import.Keys)
        {
            var cells = Cells(entry);
            for (var i = 0; i < widths.Length; i++) widths[i] = Math.Max(widths[i], cells[i].Length);
        }
        if (import.Keys.Length > 0) WriteRow(Header);
        foreach (var entry in import.Keys) WriteRow(Cells(entry));
        foreach (var problem in import.Problems) output.Write(Line(position, problem) + "\n");

        void WriteRow(string[] cells) => output.Write(string.Join("  ", cells.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd() + "\n");
    }

    private static void WriteTable(string title, string position, KeyImport import)
    {
        AnsiConsole.MarkupLineInterpolated($"[bold]{title}[/]");
        if (import.Keys.Length > 0)
        {
            var table = new Table().Border(TableBorder.Rounded).AddColumns(Header);
            foreach (var entry in import.Keys) table.AddRow([.. Cells(entry).Select(static cell => new Text(cell))]);
            AnsiConsole.Write(table);
        }
        foreach (var problem in import.Problems)
        {
            if (problem.IsNotice) AnsiConsole.MarkupLineInterpolated($"{Line(position, problem)}");
            else AnsiConsole.MarkupLineInterpolated($"[red]{Line(position, problem)}[/]");
        }
    }

    private static string[] Cells(KeyEntry entry) =>
    [
        entry.Key.Serial?.ToString("x8") ?? "",
        entry.Key.Manufacturer?.ToString() ?? "",
        entry.Key.Name,
        entry.Model,
        entry.Key.Fingerprint,
    ];

    private static string Line(string position, KeyProblem problem)
    {
        var serial = problem.Serial is { } s ? $", meter {s}" : "";
        var kind = problem.IsNotice ? "notice " : "";
        return $"{position} {problem.Position}{serial}: {kind}{problem.Code}: {problem.Message}";
    }

    private static string FormatName(KeyImport import)
    {
        var name = import.Format switch
        {
            KeyFileFormat.Kem => "KEM",
            KeyFileFormat.Kem2 => "KEM2",
            KeyFileFormat.Csv => "CSV",
            _ => "Excel",
        };
        return import.IsEncrypted ? $"{name}, encrypted" : name;
    }

    private static string Count(int number, string word) => number == 1 ? $"1 {word}" : $"{number} {word}s";
}
