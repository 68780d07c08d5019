using System.Diagnostics;
using GraphQL;
using GraphQL.Execution;
using GraphQL.Validation;
using GraphQL.Validation.Rules.Custom;
using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Sluice.Api.GraphQL.Limits;
using Sluice.Metering.Storage;

namespace Sluice.Api.GraphQL;

/// <summary>Runs operations within the limits. What asks for too much is refused by its text, before anything is read for it.</summary>
public sealed class QueryRunner(SluiceSchema schema, QueryLimits limits, ILogger<QueryRunner> log)
{
    /// <summary>Subscriptions are run like queries: once to begin, and once for each event. So nothing is worked out that nobody takes.</summary>
    private static readonly DocumentExecuter Executer = new(new GraphQLDocumentBuilder(), new DocumentValidator(), new DefaultExecutionStrategySelector(
        [new(ParallelExecutionStrategy.Instance, OperationType.Query), new(SerialExecutionStrategy.Instance, OperationType.Mutation), new(ParallelExecutionStrategy.Instance, OperationType.Subscription)]), []);

    private static readonly IValidationRule[] NoRules = [];
    private static readonly IValidationRule[] Rules = [.. DocumentValidator.CoreRules];
    private static readonly IValidationRule[] RulesWithoutIntrospection = [.. DocumentValidator.CoreRules, NoIntrospectionValidationRule.Instance];

    /// <summary>The limits.</summary>
    public QueryLimits Limits => limits;

    /// <summary>Reads and measures an operation.</summary>
    /// <param name="spent">What other operations of the same request cost.</param>
    /// <exception cref="ExecutionError">It cannot be read, or asks for too much.</exception>
    internal ReadyQuery Prepare(GraphQLRequest request, long spent = 0)
    {
        var document = Parse(request.Query);
        var operations = document.Definitions.OfType<GraphQLOperationDefinition>().ToList();
        var operation = request.OperationName is { } name ? operations.Find(o => o.Name?.Value == name) : operations is [var only] ? only : null;
        if (operation is null)
            throw GraphQLProblem.BadArgument("BadQuery", request.OperationName is null ? $"The document has {operations.Count} operations; operationName says which." : "The document has no operation of the name operationName says.");
        var measure = QueryMeasure.Of(schema.Schema, document, operation, request.Variables);
        if (measure.Depth > limits.MaxDepth) throw GraphQLProblem.BadArgument("QueryTooDeep", $"Its fields are {measure.Depth} deep; at most {limits.MaxDepth} are answered. Ask for less at once.");
        if (measure.Fields > limits.MaxFields) throw GraphQLProblem.BadArgument("TooManyFields", $"It has {measure.Fields} fields, fragments unfolded; at most {limits.MaxFields} are answered.");
        if (measure.Aliases > limits.MaxAliases) throw GraphQLProblem.BadArgument("TooManyAliases", $"It has {measure.Aliases} aliases; at most {limits.MaxAliases} are answered. Ask for a list, or in several requests.");
        if (measure.Cost + spent > limits.MaxCost)
            throw GraphQLProblem.BadArgument("QueryTooCostly", $"It can give back about {measure.Cost + spent} values; at most {limits.MaxCost} are answered. Lower limit on its lists, the inner ones first, and go on with nextToken.");
        return new(request, document, operation.Operation, measure.Cost);
    }

    /// <summary>Runs a prepared operation.</summary>
    internal async Task<ExecutionResult> RunAsync(ReadyQuery query, GraphQLCall call, CancellationToken ct)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct);
        ending.CancelAfter(limits.Timeout);
        try
        {
            return await Executer.ExecuteAsync(new ExecutionOptions
            {
                Schema = schema.Schema,
                Document = query.Document,
                Query = query.Request.Query,
                OperationName = query.Request.OperationName,
                Variables = new Inputs(query.Request.Variables),
                UserContext = call,
                RequestServices = call.Http.RequestServices,
                ValidationRules = call.Happened is not null ? NoRules : limits.Introspection ? Rules : RulesWithoutIntrospection,   // an event's document was validated when its subscription began
                CancellationToken = ending.Token,
                ThrowOnUnhandledException = false,
                UnhandledExceptionDelegate = Unhandled,
            });
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Failed(GraphQLProblem.Of(StatusCodes.Status503ServiceUnavailable, "Timeout", $"It took longer than {limits.Timeout.TotalSeconds:0} s; ask for less at once."));
        }
    }

    /// <summary>An answer that holds nothing but a problem.</summary>
    internal static ExecutionResult Failed(ExecutionError problem) => new() { Errors = [problem] };

    private GraphQLDocument Parse(string text)
    {
        if (text.Length > limits.MaxDocument) throw GraphQLProblem.BadArgument("QueryTooLarge", $"A document has at most {limits.MaxDocument} characters; this one has {text.Length}.");
        try
        {
            var tokens = 0;
            for (var at = 0; Lexer.Lex(text, at) is { Kind: not TokenKind.EOF } token; at = token.End)
                if (++tokens > limits.MaxTokens) throw GraphQLProblem.BadArgument("QueryTooLarge", $"A document has at most {limits.MaxTokens} tokens (names, values, brackets).");
            return Parser.Parse<GraphQLDocument>(text, new() { Ignore = IgnoreOptions.Comments, MaxDepth = 64 });
        }
        catch (GraphQLSyntaxErrorException e)
        {
            throw GraphQLProblem.BadArgument("BadQuery", $"The document cannot be read at line {e.Location.Line}, column {e.Location.Column}: {e.Description}");
        }
        catch (GraphQLMaxDepthExceededException)
        {
            throw GraphQLProblem.BadArgument("QueryTooDeep", "Its brackets are nested too deeply.");
        }
    }

    private Task Unhandled(UnhandledExceptionContext context)
    {
        // Messages of exceptions may quote what was sent, so the log gets types and places only.
        if (context.OriginalException is not (StorageException or OperationCanceledException))
            log.LogError("Unexpected {Type} in GraphQL field {Field}, trace {Trace}: {Stack}", context.OriginalException.GetType().FullName, context.FieldContext?.FieldDefinition.Name, Activity.Current?.TraceId.ToString(), context.OriginalException.StackTrace);
        return Task.CompletedTask;
    }
}

/// <summary>An operation that was read and is within the limits.</summary>
internal sealed record ReadyQuery(GraphQLRequest Request, GraphQLDocument Document, OperationType Operation, long Cost);
