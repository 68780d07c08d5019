using System.Net;
using Sluice.Contracts;

namespace Sluice.Client;

/// <summary>The server said no, and why.</summary>
/// <param name="problem">What it said.</param>
public sealed class ProblemException(ProblemDto problem) : Exception(problem.Detail)
{
    /// <summary>What it said.</summary>
    public ProblemDto Problem { get; } = problem;

    /// <summary>Stable, for programs; docs/problems.md lists them.</summary>
    public string Code => Problem.Code;

    /// <summary>The HTTP status.</summary>
    public HttpStatusCode Status => (HttpStatusCode)Problem.Status;

    /// <summary>The code for an answer that carried no problem, as a proxy in between makes it.</summary>
    public const string NoProblem = "NoProblem";

    /// <summary>The code when the log-in is over.</summary>
    public const string LoggedOut = "LoggedOut";
}
