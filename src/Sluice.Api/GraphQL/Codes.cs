using GraphQL;
using GraphQL.Execution;
using GraphQL.Validation;
using GraphQL.Validation.Errors.Custom;
using Sluice.Metering.Storage;

namespace Sluice.Api.GraphQL;

/// <summary>Gives every error its <c>extensions.code</c>, one of docs/problems.md. What an exception says stays here.</summary>
internal sealed class Codes : IErrorInfoProvider
{
    public ErrorInfo GetInfo(ExecutionError executionError)
    {
        var (code, message) = Of(executionError);
        return new() { Message = message, Extensions = new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = code } };
    }

    /// <summary>The code of an error, and what is said.</summary>
    public static (string Code, string Message) Of(ExecutionError error) => error switch
    {
        GraphQLProblem problem => (problem.Code!, problem.Message),
        NoIntrospectionError => Of(GraphQLProblem.BadArgument("IntrospectionOff", "This server does not answer __schema and __type; the schema is docs/schema.graphql.")),
        RequestError => ("BadQuery", error.Message),   // what validation says of the document, and variables of the wrong type
        _ => error.InnerException switch
        {
            StorageException { Fault: StorageFault.Full } => ("StorageFull", "The disk of the server is full."),
            StorageException => ("StorageUnavailable", "The store cannot be used now; try again later."),
            OperationCanceledException => ("Timeout", "It took too long; ask for less at once."),
            null => ("BadQuery", error.Message),
            _ => ("Unexpected", "This is a mistake in the server, not in your request. Tell whoever runs it the time; the log has it."),
        },
    };
}
