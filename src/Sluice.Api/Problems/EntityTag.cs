using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Sluice.Api.Problems;

/// <summary>Versions of configuration as ETags: who changes something says which version they read, so that nobody overwrites what they have not seen.</summary>
public static class EntityTag
{
    /// <summary>Answers with the version.</summary>
    public static void Write(HttpContext http, long version) => http.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>Reads <c>If-Match</c>.</summary>
    /// <param name="http">The request.</param>
    /// <param name="given">False when there is none.</param>
    /// <param name="version">The version; null for <c>*</c> (any) or none.</param>
    /// <param name="problem">Code <c>BadIfMatch</c>, when false is returned.</param>
    public static bool TryRead(HttpContext http, out bool given, out long? version, out IResult? problem)
    {
        var text = http.Request.Headers.IfMatch.ToString().Trim();
        (given, version, problem) = (text.Length > 0, null, null);
        if (!given || text == "*") return true;
        if (text.Length > 2 && text[0] == '"' && text[^1] == '"' && long.TryParse(text.AsSpan(1, text.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            version = number;
            return true;
        }
        problem = Problem.BadParameter("BadIfMatch", "If-Match is the ETag of the answer that was read, with its quotes, for example \"3\"; or *.");
        return false;
    }

    /// <summary>Reads <c>If-Match</c> of a change that needs it.</summary>
    /// <param name="http">The request.</param>
    /// <param name="version">The version; null for <c>*</c> (any).</param>
    /// <param name="problem">Code <c>BadIfMatch</c> or <c>VersionRequired</c>, when false is returned.</param>
    public static bool TryReadRequired(HttpContext http, out long? version, out IResult? problem)
    {
        if (!TryRead(http, out var given, out version, out problem)) return false;
        if (!given) problem = Required();
        return given;
    }

    /// <summary>The problem of a change without <c>If-Match</c>.</summary>
    public static IResult Required() => Problem.Of(StatusCodes.Status428PreconditionRequired, "VersionRequired", "Which version did you read?",
        "Read it first and send its ETag as If-Match, so that nobody's change is lost.");

    /// <summary>The problem of a change of another version than the one stored.</summary>
    public static IResult Changed(long now) => Problem.Of(StatusCodes.Status412PreconditionFailed, "VersionConflict", "It was changed meanwhile.",
        $"Its version is now \"{now}\": read it again, and repeat your change if it still makes sense.");
}
