using Sluice.Api.GraphQL.Scalars;

namespace Sluice.Api.GraphQL.Filters;

/// <summary>Filters as Amplify has them: conditions by field, joined by <c>and</c>, <c>or</c>, <c>not</c>. All that is given at once must hold.</summary>
/// <typeparam name="T">What is filtered.</typeparam>
/// <param name="fields">The values of the fields that can be asked for: texts, numbers as decimal, booleans, moments as <see cref="DateTimeOffset"/>.</param>
internal sealed class ModelFilter<T>(IReadOnlyDictionary<string, Func<T, object?>> fields)
{
    /// <summary>The most conditions of one filter.</summary>
    public const int MaxConditions = 100;

    /// <summary>Makes a test of a filter; null lets everything through.</summary>
    /// <exception cref="GraphQLProblem">It has too many conditions, or one that cannot be compared.</exception>
    public Func<T, bool> Compile(IDictionary<string, object?>? filter)
    {
        var left = MaxConditions;
        return filter is null ? static _ => true : All(filter, ref left);
    }

    private Func<T, bool> All(IDictionary<string, object?> filter, ref int left)
    {
        var tests = new List<Func<T, bool>>();
        foreach (var (name, value) in filter)
        {
            if (value is null) continue;
            switch (name)
            {
                case "and":
                    var all = Each(value, ref left);
                    tests.Add(row => all.TrueForAll(test => test(row)));
                    break;
                case "or":
                    var any = Each(value, ref left);
                    tests.Add(row => any.Exists(test => test(row)));
                    break;
                case "not":
                    var one = All((IDictionary<string, object?>)value, ref left);
                    tests.Add(row => !one(row));
                    break;
                default:
                    var read = fields[name];
                    foreach (var (word, operand) in (IDictionary<string, object?>)value)
                    {
                        if (operand is null) continue;
                        if (--left < 0) throw GraphQLProblem.BadArgument("FilterTooLarge", $"A filter has at most {MaxConditions} conditions.");
                        var test = Condition.Of(word, operand);
                        tests.Add(row => test(read(row)));
                    }
                    break;
            }
        }
        return tests is [var single] ? single : row => tests.TrueForAll(test => test(row));
    }

    private List<Func<T, bool>> Each(object list, ref int left)
    {
        var tests = new List<Func<T, bool>>();
        foreach (var item in (System.Collections.IEnumerable)list)
            if (item is IDictionary<string, object?> filter) tests.Add(All(filter, ref left));
        return tests;
    }
}

/// <summary>One condition of a filter.</summary>
internal static class Condition
{
    /// <summary>Makes a test of an operator and what it compares with.</summary>
    public static Func<object?, bool> Of(string word, object operand)
    {
        switch (word)
        {
            case "attributeExists":
                return value => value is not (null or "") == (bool)operand;
            case "size":
                var sizes = ((IDictionary<string, object?>)operand).Where(static o => o.Value is not null).Select(static o => Of(o.Key, o.Value!)).ToList();
                return value => value is string text && sizes.TrueForAll(size => size((decimal)text.Length));
            case "contains":
                return value => value is string text && text.Contains((string)operand, StringComparison.Ordinal);
            case "notContains":
                return value => value is not string text || !text.Contains((string)operand, StringComparison.Ordinal);
            case "beginsWith":
                return value => Text(value) is { } text && text.StartsWith((string)operand, StringComparison.Ordinal);
            case "between":
                var ends = ((System.Collections.IEnumerable)operand).Cast<object?>().ToList();
                if (ends is not [{ } low, { } high]) throw GraphQLProblem.BadArgument("BadFilter", "between takes two values: the least and the greatest.");
                return value => Compare(value, low) >= 0 && Compare(value, high) <= 0;
            case "eq":
                return value => Compare(value, operand) == 0;
            case "ne":
                return value => Compare(value, operand) != 0;
            case "le":
                return value => Compare(value, operand) <= 0;
            case "lt":
                return value => Compare(value, operand) < 0;
            case "ge":
                return value => Compare(value, operand) >= 0;
            case "gt":
                return value => Compare(value, operand) > 0;
            default:
                throw GraphQLProblem.BadArgument("BadFilter", $"There is no condition '{word}'.");
        }
    }

    /// <summary>Null when they cannot be compared: then no comparison holds, and they are not equal.</summary>
    private static int? Compare(object? value, object operand) => value switch
    {
        null => null,
        DateTimeOffset at => operand is string text && AwsDateTime.TryRead(text) is { } other
            ? at.CompareTo(other) : throw GraphQLProblem.BadArgument("BadTime", "A time is compared with a time, for example 2026-03-01T00:00:00Z."),
        decimal number => operand switch
        {
            decimal other => number.CompareTo(other),
            int other => number.CompareTo(other),
            long other => number.CompareTo(other),
            _ => null,
        },
        bool flag => operand is bool other ? flag.CompareTo(other) : null,
        string text => string.CompareOrdinal(text, operand as string),
        _ => null,
    };

    private static string? Text(object? value) => value switch
    {
        string text => text,
        DateTimeOffset at => AwsDateTime.Write(at),
        _ => null,
    };
}
