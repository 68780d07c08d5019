using Sluice.Api.GraphQL.Scalars;
using Sluice.Metering.Readings;

namespace Sluice.Api.GraphQL;

/// <summary>Conditions on the time of a list that is sorted by it.</summary>
internal static class Times
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1);

    /// <summary>The span that the argument <c>timestamp</c> leaves.</summary>
    /// <exception cref="GraphQLProblem">A value is no time.</exception>
    public static TimeRange RangeOf(FieldCall field)
    {
        var range = TimeRange.All;
        foreach (var (word, operand) in field.Object("timestamp") ?? new Dictionary<string, object?>(StringComparer.Ordinal))
        {
            if (operand is null) continue;
            range = word switch
            {
                "eq" => new(At(operand), At(operand) + Step),
                "lt" => range with { To = At(operand) },
                "le" => range with { To = At(operand) + Step },
                "gt" => range with { From = At(operand) + Step },
                "ge" => range with { From = At(operand) },
                "between" when ((System.Collections.IEnumerable)operand).Cast<object?>().ToList() is [{ } from, { } to] => new(At(from), At(to) + Step),
                "beginsWith" => Beginning((string)operand),
                _ => throw Bad(),
            };
        }
        return range;
    }

    /// <summary>A year, month or day.</summary>
    private static TimeRange Beginning(string text) => text.Length switch
    {
        4 when AwsDateTime.TryRead($"{text}-01-01") is { } year => new(year, year.AddYears(1)),
        7 when AwsDateTime.TryRead($"{text}-01") is { } month => new(month, month.AddMonths(1)),
        10 when AwsDateTime.TryRead(text) is { } day => new(day, day.AddDays(1)),
        _ => throw Bad(),
    };

    private static DateTimeOffset At(object operand) => operand is string text && AwsDateTime.TryRead(text) is { } at ? at : throw Bad();

    private static GraphQLProblem Bad() => GraphQLProblem.BadArgument("BadTime", "timestamp is compared with times such as 2026-03-01T00:00:00Z, or begins with a year, month or day: 2026, 2026-03, 2026-03-01.");
}
