using GraphQL;
using GraphQL.Resolvers;
using GraphQL.Types;
using Sluice.Api.GraphQL.Live;
using Sluice.Metering.Identity;

namespace Sluice.Api.GraphQL;

/// <summary>Binds the fields of docs/schema.graphql to what they show. A field that is not bound, or bound twice, stops the server's start.</summary>
internal sealed class FieldBinder
{
    private readonly Dictionary<string, IObjectGraphType> types;
    private readonly Dictionary<string, FieldRule> rules = new(StringComparer.Ordinal);

    /// <param name="types">The object types of the schema.</param>
    public FieldBinder(IEnumerable<IObjectGraphType> types)
    {
        this.types = types.ToDictionary(static t => t.Name);
        foreach (var field in this.types.Values.SelectMany(static t => t.Fields)) field.Resolver = null;
    }

    /// <summary>The rules of all fields that read anything.</summary>
    public IReadOnlyDictionary<string, FieldRule> Rules => rules;

    /// <summary>A field of <c>Query</c>.</summary>
    public void Query(string field, Permission permission, Func<FieldCall, ValueTask<object?>> resolve) => Bind("Query", field, permission, resolve);

    /// <summary>A field of <c>Mutation</c>; the REST operation it carries out decides who may.</summary>
    public void Mutation(string field, Permission permission, Func<FieldCall, ValueTask<object?>> resolve)
    {
        var rule = new FieldRule($"Mutation.{field}", permission, IsDoneByRest: true);
        Bind("Mutation", field, context => resolve(new(context, rule)), rule);
    }

    /// <summary>A field of <c>Subscription</c>. Once it begins, and is asked where its events come from; then it shows one event after the other.</summary>
    /// <param name="begin">Where the events of a society come from.</param>
    /// <param name="societyOf">The society another argument than <c>societyId</c> leads to; null: none does.</param>
    public void Subscription(
        string field, Permission permission, Func<FieldCall, SocietyScope, LiveStart, ValueTask<Func<CancellationToken, IAsyncEnumerable<object?>>>> begin, Func<FieldCall, ValueTask<SocietyId?>> societyOf) =>
        Bind("Subscription", field, permission, async f =>
        {
            if (f.Call.Happened is { } happened) return happened;
            // Named by its id, by what belongs to it, or all of the caller's: those of who runs the installation are too many.
            var named = f.Text("societyId") is { } text ? SocietyId.TryParse(text, out var id) ? id : throw GraphQLProblem.NotYours() : await societyOf(f);
            IEnumerable<SocietyId> wanted = named is { } one ? [one] : f.Call.Caller.Role != Role.SuperAdmin ? f.Call.Caller.Societies
                : throw GraphQLProblem.BadArgument("SocietyNeeded", "You may see every society: say with societyId which one.");
            var scopes = wanted.Select(society => f.Enter(society) ?? throw GraphQLProblem.NotYours()).ToList();
            var source = f.Call.Source ?? throw GraphQLProblem.BadArgument("NotHere", "Subscriptions go over a WebSocket or Server-Sent Events.");
            source.Held.Add(f.Service<SubscriptionPlaces>().Take([.. scopes.Select(static s => s.Society)]));
            var sources = new List<Func<CancellationToken, IAsyncEnumerable<object?>>>();
            foreach (var scope in scopes) sources.Add(await begin(f, scope, new(source, f.Service<TimeProvider>())));
            source.Events = sources is [var only] ? only : ct => Subscriptions.Together(sources, ct);
            return null;
        });

    /// <summary>A field that reads more than its node holds.</summary>
    public void Load<T>(string type, string field, Permission permission, Func<FieldCall, Node<T>, ValueTask<object?>> resolve)
    {
        var rule = new FieldRule($"{type}.{field}", permission);
        Bind(type, field, context =>
        {
            var node = (Node<T>)context.Source!;
            return node.Scope.May(permission) ? resolve(new(context, rule), node) : throw GraphQLProblem.Forbidden();
        }, rule);
    }

    /// <summary>Fields that show what their node holds.</summary>
    public void Show<T>(string type, params ReadOnlySpan<(string Field, Func<T, object?> Value)> fields)
    {
        foreach (var (field, value) in fields) Bind(type, field, context => new(value(((Node<T>)context.Source!).Value)), null);
    }

    /// <summary>Fields that show what an object without society holds.</summary>
    public void ShowPlain<T>(string type, params ReadOnlySpan<(string Field, Func<T, object?> Value)> fields)
    {
        foreach (var (field, value) in fields) Bind(type, field, context => new(value((T)context.Source!)), null);
    }

    /// <summary>Refuses a schema with fields nobody bound.</summary>
    /// <exception cref="InvalidOperationException">There are some.</exception>
    public void ThrowIfAnyIsLeft()
    {
        var left = types.Values.SelectMany(static t => t.Fields.Where(static f => f.Resolver is null).Select(f => $"{t.Name}.{f.Name}")).ToList();
        if (left.Count > 0) throw new InvalidOperationException($"Nothing shows: {string.Join(", ", left)}.");
    }

    private void Bind(string type, string field, Permission permission, Func<FieldCall, ValueTask<object?>> resolve)
    {
        var rule = new FieldRule($"{type}.{field}", permission);
        Bind(type, field, context =>
        {
            var call = new FieldCall(context, rule);
            return Authorizer.Allows(call.Call.Caller.Role, permission) ? resolve(call) : throw GraphQLProblem.Forbidden();
        }, rule);
    }

    private void Bind(string type, string field, Func<IResolveFieldContext, ValueTask<object?>> resolve, FieldRule? rule)
    {
        var found = types[type].GetField(field) ?? throw new InvalidOperationException($"docs/schema.graphql has no field {type}.{field}.");
        if (found.Resolver is not null) throw new InvalidOperationException($"{type}.{field} is bound twice.");
        found.Resolver = new FuncFieldResolver<object?>(resolve);
        if (rule is not null) rules.Add(rule.Field, rule);
    }
}
