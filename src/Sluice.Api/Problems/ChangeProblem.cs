using Microsoft.AspNetCore.Http;
using Sluice.Api.Conditions;
using Sluice.Metering;

namespace Sluice.Api.Problems;

/// <summary>Changes that were not made, as answers.</summary>
public static class ChangeProblem
{
    /// <summary>A field that cannot be stored.</summary>
    public static IResult Of(FieldProblem problem) => Problem.BadParameter("InvalidField", $"{problem.Field}: {problem.Message}");

    /// <summary>A change that was not made.</summary>
    /// <param name="change">What became of it.</param>
    /// <param name="what">What it is, for people: <c>The tower</c>.</param>
    public static IResult Of(Change change, string what) => change.Outcome switch
    {
        ChangeOutcome.NotFound => Problem.NotYours(),
        ChangeOutcome.Conflict => ETags.Changed(),
        ChangeOutcome.Exists => Problem.Of(StatusCodes.Status409Conflict, "Exists", "The name is taken.", $"{what} is there already; read it and send its ETag as If-Match to change it."),
        ChangeOutcome.NotEmpty => Problem.Of(StatusCodes.Status409Conflict, "NotEmpty", "It is not empty.", $"{what} holds meters or flats; remove or move those first."),
        _ => throw new InvalidOperationException($"{what} was changed: no problem."),
    };
}
