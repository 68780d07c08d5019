using System.Text;
using System.Text.RegularExpressions;

namespace Sluice.Architecture.Tests;

/// <summary>A command and what it prints, from a <c>console</c> block of the documentation.</summary>
/// <param name="File">The document, relative to the root.</param>
/// <param name="Line">The line of the command, from 1.</param>
/// <param name="Command">What follows the prompt; a line that ends in a backslash goes on in the next.</param>
/// <param name="Expected">The lines until the next prompt or the end of the block; "…" stands for any text within a line.</param>
internal sealed record ConsoleExample(string File, int Line, string Command, IReadOnlyList<string> Expected)
{
    /// <summary>The examples of one document: blocks whose info string is exactly <c>console</c> and whose first line runs sluice.</summary>
    public static IEnumerable<ConsoleExample> In(string file, string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("```", StringComparison.Ordinal)) continue;
            var end = Array.FindIndex(lines, i + 1, l => l.StartsWith("```", StringComparison.Ordinal));
            if (end < 0) yield break;
            if (lines[i] == "```console" && end > i + 1 && lines[i + 1].StartsWith("$ ", StringComparison.Ordinal) && lines[i + 1].Contains("sluice", StringComparison.Ordinal))
            {
                foreach (var example in Block(file, lines, i + 1, end)) yield return example;
            }
            i = end;
        }
    }

    /// <summary>What differs between the expected and the actual output; null when nothing does.</summary>
    public string? Difference(string output)
    {
        var actual = output.TrimEnd('\n').Split('\n').Select(l => l.TrimEnd()).ToArray();
        if (actual is [""]) actual = [];
        for (var i = 0; i < Math.Max(actual.Length, Expected.Count); i++)
        {
            var want = i < Expected.Count ? Expected[i].TrimEnd() : null;
            var got = i < actual.Length ? actual[i] : null;
            if (want is null || got is null || !Matches(want, got)) return $"expected: {want ?? "(the end)"}\nactual:   {got ?? "(the end)"}";
        }
        return null;
    }

    private static bool Matches(string want, string got)
        => want == got || (want.Contains('…', StringComparison.Ordinal)
            && Regex.IsMatch(got, $"^{Regex.Escape(want).Replace("…", ".*", StringComparison.Ordinal)}$", RegexOptions.NonBacktracking));

    private static IEnumerable<ConsoleExample> Block(string file, string[] lines, int start, int end)
    {
        var i = start;
        while (i < end)
        {
            var line = i + 1;
            var command = new StringBuilder(lines[i++][2..]);
            while (command[^1] == '\\' && i < end) command.Append('\n').Append(lines[i++]);
            var first = i;
            while (i < end && !lines[i].StartsWith("$ ", StringComparison.Ordinal)) i++;
            yield return new(file, line, command.ToString(), lines[first..i]);
        }
    }
}
