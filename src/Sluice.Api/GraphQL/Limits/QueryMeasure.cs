using GraphQL;
using GraphQL.Types;
using GraphQLParser;
using GraphQLParser.AST;

namespace Sluice.Api.GraphQL.Limits;

/// <summary>How much an operation asks for, worked out from the document alone, before anything validates or runs it. Fragments are measured once each, so that nesting them does not help.</summary>
/// <param name="Depth">The deepest field.</param>
/// <param name="Fields">Fields, counted each time a fragment is used.</param>
/// <param name="Aliases">Fields under another name.</param>
/// <param name="Cost">About one for each value it can give back.</param>
internal readonly record struct QueryMeasure(int Depth, long Fields, long Aliases, long Cost)
{
    private const long Most = int.MaxValue;

    /// <summary>Fields that cost more than a value: decoding a telegram, reading a society's structure.</summary>
    private static readonly Dictionary<string, long> Weights = new(StringComparer.Ordinal)
    {
        ["rawTelegram"] = 5,
        ["decryptedData"] = 10,
        ["structure"] = 10_000,
        ["targetMeters"] = 50,
    };

    /// <summary>Turning a list round reads all of it.</summary>
    private const long TurnWeight = 2_000;

    /// <summary>Measures the operation.</summary>
    /// <exception cref="GraphQLProblem">Fragments use each other in a circle.</exception>
    public static QueryMeasure Of(ISchema schema, GraphQLDocument document, GraphQLOperationDefinition operation, IDictionary<string, object?> variables)
    {
        var root = operation.Operation switch
        {
            OperationType.Mutation => schema.Mutation,
            OperationType.Subscription => schema.Subscription,
            _ => (IObjectGraphType?)schema.Query,
        };
        return new Walk(schema, document, operation, variables).Set(operation.SelectionSet, root);
    }

    private QueryMeasure And(QueryMeasure other) =>
        new(Math.Max(Depth, other.Depth), Math.Min(Most, Fields + other.Fields), Math.Min(Most, Aliases + other.Aliases), Math.Min(Most, Cost + other.Cost));

    private sealed class Walk(ISchema schema, GraphQLDocument document, GraphQLOperationDefinition operation, IDictionary<string, object?> variables)
    {
        private readonly Dictionary<string, GraphQLFragmentDefinition> fragments = Named(document);
        private readonly Dictionary<(string Name, long Items), QueryMeasure> measured = [];
        private readonly HashSet<string> open = new(StringComparer.Ordinal);

        public QueryMeasure Set(GraphQLSelectionSet? set, IGraphType? type, long items = 1)
        {
            var sum = new QueryMeasure();
            foreach (var selection in set?.Selections ?? [])
                sum = sum.And(selection switch
                {
                    GraphQLField field => Field(field, type as IComplexGraphType, items),
                    GraphQLInlineFragment inline => Set(inline.SelectionSet, inline.TypeCondition is { } condition ? schema.AllTypes[condition.Type.Name.Value] : type, items),
                    GraphQLFragmentSpread spread => Fragment(spread.FragmentName.Name.StringValue, items),
                    _ => default,
                });
            return sum;
        }

        private QueryMeasure Field(GraphQLField field, IComplexGraphType? type, long items)
        {
            var name = field.Name.StringValue;
            var own = new QueryMeasure(1, 1, field.Alias is null ? 0 : 1, Weights.GetValueOrDefault(name, 1));
            if (name.StartsWith("__", StringComparison.Ordinal)) return own with { Fields = own.Fields + Introspected(field.SelectionSet) };
            var definition = type?.GetField(field.Name.Value);
            var result = definition?.ResolvedType?.GetNamedType();
            var isList = result?.Name.EndsWith("Connection", StringComparison.Ordinal) == true;
            if (isList && Argument(field, "sortDirection") is not null) own = own with { Cost = own.Cost + TurnWeight };
            // Of a connection, what stands below "items" comes once for each of them.
            var inner = Set(field.SelectionSet, result, isList ? Limit(field) : 1);
            var times = name == "items" ? items : 1;
            return new(inner.Depth + 1, Math.Min(Most, own.Fields + inner.Fields), Math.Min(Most, own.Aliases + inner.Aliases), Math.Min(Most, own.Cost + (inner.Cost * times)));
        }

        private QueryMeasure Fragment(string name, long items)
        {
            if (measured.TryGetValue((name, items), out var known)) return known;
            if (!fragments.TryGetValue(name, out var fragment)) return default;   // validation says so
            if (!open.Add(name)) throw GraphQLProblem.BadArgument("BadQuery", $"Fragment '{name}' uses itself.");
            var measure = Set(fragment.SelectionSet, schema.AllTypes[fragment.TypeCondition.Type.Name.Value], items);
            open.Remove(name);
            return measured[(name, items)] = measure;
        }

        private static long Introspected(GraphQLSelectionSet? set) => set?.Selections.OfType<GraphQLField>().Sum(static f => 1 + Introspected(f.SelectionSet)) ?? 0;

        private long Limit(GraphQLField field) => Argument(field, "limit") switch
        {
            int number => Math.Clamp(number, 1, Pager.MaxLimit),
            null => Pager.DefaultLimit,
            _ => Pager.MaxLimit,
        };

        private object? Argument(GraphQLField field, string name) => field.Arguments?.Items.Find(a => a.Name.Value == name)?.Value switch
        {
            GraphQLIntValue number => int.TryParse(number.Value.Span, out var value) ? value : int.MaxValue,
            GraphQLEnumValue word => word.Name.StringValue,
            GraphQLVariable variable => variables.TryGetValue(variable.Name.StringValue, out var value) ? value : Default(variable.Name.StringValue),
            _ => null,
        };

        private object? Default(string variable) => operation.Variables?.Items.Find(v => v.Variable.Name.Value == variable)?.DefaultValue switch
        {
            GraphQLIntValue number => int.TryParse(number.Value.Span, out var value) ? value : int.MaxValue,
            GraphQLEnumValue word => word.Name.StringValue,
            _ => null,
        };

        private static Dictionary<string, GraphQLFragmentDefinition> Named(GraphQLDocument document)
        {
            var all = new Dictionary<string, GraphQLFragmentDefinition>(StringComparer.Ordinal);
            foreach (var fragment in document.Definitions.OfType<GraphQLFragmentDefinition>()) all.TryAdd(fragment.FragmentName.Name.StringValue, fragment);
            return all;
        }
    }
}
