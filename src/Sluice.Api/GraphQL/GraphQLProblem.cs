using GraphQL;
using Microsoft.AspNetCore.Http;

namespace Sluice.Api.GraphQL;

/// <summary>A problem as a GraphQL error: <c>extensions.code</c> is one of docs/problems.md, the same as in REST.</summary>
internal sealed class GraphQLProblem : ExecutionError
{
    private GraphQLProblem(int status, string code, string detail) : base(detail) => (Status, Code) = (status, code);

    /// <summary>The status REST would answer with.</summary>
    public int Status { get; }

    /// <summary>Any problem.</summary>
    public static GraphQLProblem Of(int status, string code, string detail) => new(status, code, detail);

    /// <summary>An argument is not what it should be.</summary>
    public static GraphQLProblem BadArgument(string code, string detail) => new(StatusCodes.Status400BadRequest, code, detail);

    /// <summary>The caller's role does not allow it.</summary>
    public static GraphQLProblem Forbidden() => Of(StatusCodes.Status403Forbidden, "Forbidden", "Your role does not allow this. Ask an administrator of the society, or of the installation.");

    /// <summary>It is not there, or not the caller's.</summary>
    public static GraphQLProblem NotYours() => Of(StatusCodes.Status404NotFound, "NotFound", "It does not exist, or it belongs to a society that you do not belong to.");
}
