using System.Globalization;
using System.Text.RegularExpressions;

namespace Sluice.Reports.Templates;

/// <summary>Where cells are after the row of a template became many: references to it grow, references to what is below move.</summary>
/// <param name="sheet">The sheet's name.</param>
/// <param name="row">The repeated row, from 1.</param>
/// <param name="count">How many rows it became, at least 1.</param>
internal sealed partial class RowShift(string sheet, int row, int count)
{
    private const int LastRow = 1_048_576;

    public string Sheet => sheet;

    public int Row => row;

    /// <summary>Where a row is now; the repeated one is where it began.</summary>
    public int Moved(int number) => number > row ? Math.Min(number + count - 1, LastRow) : number;

    /// <summary>A cell or range such as <c>A5:H5</c>, or several, separated by blanks.</summary>
    public string Areas(string areas) => string.Join(' ', areas.Split(' ').Select(a => Reference().Replace(a, Replace)));

    /// <summary>A formula of a cell.</summary>
    /// <param name="formula">Without the equals sign.</param>
    /// <param name="ownSheet">The sheet it stands on.</param>
    public string Formula(string formula, string ownSheet) => Rewrite(formula, ownSheet, Replace);

    /// <summary>A formula of the repeated row, as it stands in one of its copies: relative rows go along, as when a person fills down.</summary>
    /// <returns>Null when it refers to what is below, whose place is not known yet.</returns>
    public string? Filled(string formula, int copy)
    {
        var below = false;
        var result = Rewrite(formula, sheet, match => FillDown(match, copy, ref below));
        return below ? null : result;
    }

    /// <summary>True when a formula refers to the repeated row or to what is below.</summary>
    public bool Reaches(string formula, string ownSheet)
    {
        var reaches = false;
        Rewrite(formula, ownSheet, match =>
        {
            reaches |= Rows(match).Any(r => r >= row);
            return match.Value;
        });
        return reaches;
    }

    private string Rewrite(string formula, string ownSheet, MatchEvaluator replace) => Token().Replace(formula, token =>
    {
        if (!token.Groups["ref"].Success) return token.Value; // text
        var name = token.Groups["sheet"];
        var named = name.Success ? name.Value.TrimEnd('!').Trim('\'').Replace("''", "'", StringComparison.Ordinal) : ownSheet;
        return string.Equals(named, sheet, StringComparison.OrdinalIgnoreCase) ? name.Value + Reference().Replace(token.Groups["ref"].Value, replace) : token.Value;
    });

    private string Replace(Match match)
    {
        var end = match.Groups["row2"];
        var first = Parse(match.Groups["row"]);
        if (!end.Success)
        {
            return match.Groups["col"].Value + Text(Moved(first));
        }
        var last = Parse(end);
        return match.Groups["col"].Value + Text(Moved(first)) + match.Groups["col2"].Value + Text(last >= row ? Math.Min(last + count - 1, LastRow) : last);
    }

    private string FillDown(Match match, int copy, ref bool below)
    {
        below |= Rows(match).Any(r => r > row);
        var text = Part("col", "row");
        return match.Groups["row2"].Success ? text + Part("col2", "row2") : text;

        string Part(string column, string number)
        {
            var letters = match.Groups[column].Value;
            return letters + Text(Parse(match.Groups[number]) + (letters.EndsWith('$') ? 0 : copy));
        }
    }

    private static IEnumerable<int> Rows(Match match) => match.Groups["row2"].Success ? [Parse(match.Groups["row"]), Parse(match.Groups["row2"])] : [Parse(match.Groups["row"])];

    private static int Parse(Group group) => int.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Text in quotes, or a reference with its sheet. What follows a name or function is not one.</summary>
    [GeneratedRegex("""(?<text>"(?:[^"]|"")*")|(?<![A-Za-z0-9_.$])(?<sheet>(?:'(?:[^']|'')+'|[A-Za-z_][A-Za-z0-9_.]*)!)?(?<ref>\$?[A-Za-z]{1,3}\$?[0-9]{1,7}(?::\$?[A-Za-z]{1,3}\$?[0-9]{1,7})?)(?![A-Za-z0-9_.(!])""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();

    [GeneratedRegex(@"(?<col>\$?[A-Za-z]{1,3}\$?)(?<row>[0-9]{1,7})((?<col2>:\$?[A-Za-z]{1,3}\$?)(?<row2>[0-9]{1,7}))?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();
}
