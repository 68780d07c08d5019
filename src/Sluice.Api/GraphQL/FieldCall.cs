using GraphQL;
using Sluice.Metering.Identity;

namespace Sluice.Api.GraphQL;

/// <summary>A field being resolved: its arguments, and the way into societies with the permission its rule names.</summary>
internal readonly struct FieldCall(IResolveFieldContext context, FieldRule rule)
{
    public GraphQLCall Call { get; } = (GraphQLCall)context.UserContext;

    public CancellationToken Cancel => context.CancellationToken;

    /// <summary>What the field belongs to.</summary>
    public Node<T> Node<T>() => (Node<T>)context.Source!;

    public T Service<T>() where T : notnull => Call.Service<T>();

    /// <summary>Lets the caller into the society of that id; null: there is none, or it is not theirs.</summary>
    public SocietyScope? Enter(string? id) => SocietyId.TryParse(id, out var society) ? Enter(society) : null;

    /// <inheritdoc cref="Enter(string?)"/>
    public SocietyScope? Enter(SocietyId? id) => id is { } society ? Call.Enter(society, rule.Permission) : null;

    /// <summary>An argument as text; null when it is not given.</summary>
    public string? Text(string name) => Value(name)?.ToString();

    /// <summary>An argument as a number; null when it is not given.</summary>
    public int? Number(string name) => Value(name) as int?;

    /// <summary>An argument that is an input object; null when it is not given.</summary>
    public IDictionary<string, object?>? Object(string name) => Value(name) as IDictionary<string, object?>;

    /// <summary>The input of a mutation.</summary>
    public InputObject Input => new(Object("input")!);

    private object? Value(string name) => context.Arguments is { } all && all.TryGetValue(name, out var value) ? value.Value : null;
}

/// <summary>The fields of an input that were given.</summary>
internal readonly struct InputObject(IDictionary<string, object?> fields)
{
    /// <summary>True when the field was given, even as null.</summary>
    public bool Has(string name) => fields.ContainsKey(name);

    public object? Value(string name) => fields.TryGetValue(name, out var value) ? value : null;

    public string? Text(string name) => Value(name)?.ToString();

    public IDictionary<string, object?> Fields => fields;
}
