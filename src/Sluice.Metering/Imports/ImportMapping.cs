using System.Globalization;
using System.Text;

namespace Sluice.Metering.Imports;

/// <summary>Which column of a sheet holds which field.</summary>
public sealed record ImportMapping
{
    /// <summary>The longest name of a mapping.</summary>
    public const int MaxName = 60;

    private const int MaxText = 200;
    private const int MaxHeaders = 40;

    /// <summary>Its name: 1 to <see cref="MaxName"/> of a-z, 0-9 and hyphens.</summary>
    public required string Name { get; init; }

    /// <summary>Field name to headers: the first header of these that the sheet has is the field's column.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Columns { get; init; }

    /// <summary>Field name to the value every row has, where the sheet has no such column or the cell is empty.</summary>
    public IReadOnlyDictionary<string, string> Constants { get; init; } = new Dictionary<string, string>();

    /// <summary>How days are written, for example <c>dd/MM/yyyy</c>; null: as ISO (2025-03-31), with the month's name (31-Mar-2025), or day first (31/03/2025).</summary>
    public string? DateFormat { get; init; }

    /// <summary>The first thing wrong with it; null when it is fit.</summary>
    public FieldProblem? ProblemOf(ImportKind kind)
    {
        if (!IsName(Name)) return new("name", $"1 to {MaxName} of a-z, 0-9 and hyphens.");
        foreach (var (field, headers) in Columns)
        {
            if (kind.Find(field) is null) return new("columns", $"There is no field of that name; there are {string.Join(", ", kind.Fields.Select(static f => f.Name))}.");
            if (headers is not { Count: > 0 and <= MaxHeaders } || headers.Any(static h => h is not { Length: <= MaxText } || Normalize(h).Length == 0))
                return new($"columns.{field}", $"1 to {MaxHeaders} headers with letters or digits, each at most {MaxText} characters.");
        }
        if (!Columns.ContainsKey(kind.Key)) return new($"columns.{kind.Key}", "This field is needed: name its column.");
        foreach (var (field, value) in Constants)
        {
            if (kind.Find(field) is null || field == "encryptionKey") return new("constants", "There is no such field, or it differs from meter to meter.");
            if (value is not { Length: <= MaxText }) return new($"constants.{field}", $"At most {MaxText} characters.");
        }
        return DateFormat is null || IsDateFormat(DateFormat) ? null : new("dateFormat", "Of dd, d, MM, M, MMM, yyyy, yy and separators, for example dd/MM/yyyy.");
    }

    /// <summary>The column of each field in a row of headers; fields without one are absent. A column serves one field.</summary>
    public IReadOnlyDictionary<string, int> Match(IReadOnlyList<string> headers)
    {
        var names = headers.Select(Normalize).ToArray();
        var taken = new HashSet<int>();
        var columns = new Dictionary<string, int>();
        var longest = Columns.Count == 0 ? 0 : Columns.Max(static c => c.Value.Count);
        // The surest headers of all fields first: 'Unit' is a flat unless 'Flat' is there, too.
        for (var sureness = 0; sureness < longest; sureness++)
            foreach (var (field, known) in Columns)
            {
                if (sureness >= known.Count || columns.ContainsKey(field)) continue;
                var at = Array.IndexOf(names, Normalize(known[sureness]));
                if (at >= 0 && taken.Add(at)) columns[field] = at;
            }
        return columns;
    }

    /// <summary>A header without case, blanks and punctuation.</summary>
    public static string Normalize(string header)
    {
        var name = new StringBuilder(header.Length);
        foreach (var c in header)
            if (char.IsLetterOrDigit(c)) name.Append(char.ToLowerInvariant(c));
        return name.ToString();
    }

    /// <summary>True for the name of a mapping.</summary>
    public static bool IsName(string? name) => name is { Length: > 0 and <= MaxName } && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    private static bool IsDateFormat(string format) =>
        format.Length is >= 6 and <= 20 && format.All(static c => c is 'd' or 'M' or 'y' or '/' or '-' or '.' or ' ' or ',') && format.Contains('d') && format.Contains('M') && format.Contains('y')
        && DateOnly.TryParseExact(new DateOnly(2025, 3, 31).ToString(format, CultureInfo.InvariantCulture), format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var back) && back == new DateOnly(2025, 3, 31);
}
