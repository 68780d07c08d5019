using GraphQL;
using GraphQL.Resolvers;
using GraphQL.Types;
using GraphQL.Utilities;
using Sluice.Api.Exports;
using Sluice.Api.GraphQL.Live;
using Sluice.Api.GraphQL.Scalars;
using Sluice.Api.Meters;
using Sluice.Api.Readings;
using Sluice.Api.Sessions;
using Sluice.Api.Societies;

namespace Sluice.Api.GraphQL;

/// <summary>The GraphQL interface: docs/schema.graphql, bound to what the features show. The file is the schema; nothing is described twice.</summary>
public sealed class SluiceSchema
{
    internal SluiceSchema(ISchema schema, IReadOnlyDictionary<string, FieldRule> rules) => (Schema, Rules) = (schema, rules);

    internal ISchema Schema { get; }

    /// <summary>Who may ask for which field, for all that read or change anything.</summary>
    internal IReadOnlyDictionary<string, FieldRule> Rules { get; }

    /// <summary>The schema as the server says it.</summary>
    public string Print() => Schema.Print(new() { IncludeDescriptions = true });

    /// <summary>Makes it.</summary>
    public static SluiceSchema Create()
    {
        var builder = new SchemaBuilder { IgnoreComments = false };
        var schema = builder.Build(Text());
        schema.RegisterTypes(new AwsJson(), new AwsDateTime(), new AwsDate(), new ExactFloat());
        IEnumerable<IGraphType?> all = [.. schema.AdditionalTypeInstances, schema.Query, schema.Mutation, schema.Subscription];
        var fields = new FieldBinder(all.OfType<IObjectGraphType>().Distinct());
        SocietyFields.Bind(fields);
        MeterFields.Bind(fields);
        SessionFields.Bind(fields);
        ReadingFields.Bind(fields);
        ExportFields.Bind(fields);
        SocietyChanges.Bind(fields);
        MeterChanges.Bind(fields);
        SessionChanges.Bind(fields);
        ReadingChanges.Bind(fields);
        ExportChanges.Bind(fields);
        Subscriptions.Bind(fields);
        foreach (var name in (string[])["Society", "Meter", "ScanSession", "Reading", "Export"])
            fields.ShowPlain<Connection>($"Model{name}Connection", ("items", static c => c.Items), ("nextToken", static c => c.NextToken), ("scannedCount", static c => c.ScannedCount));
        fields.ThrowIfAnyIsLeft();
        foreach (var field in schema.Subscription!.Fields) field.StreamResolver = new SourceStreamResolver<object>(static IObservable<object?> (_) => throw new NotSupportedException());   // the schema must have one; LiveOperation does the streaming
        schema.Initialize();
        return new(schema, fields.Rules);
    }

    private static string Text()
    {
        using var stream = typeof(SluiceSchema).Assembly.GetManifestResourceStream("schema.graphql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
