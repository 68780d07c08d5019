using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Sluice.Api.Problems;

namespace Sluice.Api.Conditions;

/// <summary>Versions of what can be changed: told as <c>ETag</c>, demanded back as <c>If-Match</c>, so that nobody overwrites what somebody else just changed.</summary>
public static class ETags
{
    /// <summary>Tells the version of what is answered.</summary>
    public static void Tell(HttpContext http, long version) => http.Response.Headers.ETag = Text(version);

    /// <summary>Checks <c>If-Match</c> against the version now.</summary>
    /// <returns>Null when the change may go on (no header, <c>*</c>, or this version); else the problem.</returns>
    public static IResult? Refuse(HttpContext http, long version)
    {
        var sent = http.Request.Headers.IfMatch;
        if (sent.Count == 0) return null;
        if (!EntityTagHeaderValue.TryParseList([.. sent.Select(static s => s ?? "")], out var wanted))
            return Bad();
        var now = EntityTagHeaderValue.Parse(Text(version));
        return wanted.Any(w => w.Equals(EntityTagHeaderValue.Any) || w.Compare(now, useStrongComparison: true))
            ? null
            : Changed();
    }

    /// <summary>Reads the version a store compares with the one it has, in the same transaction as the change.</summary>
    /// <param name="http">The request.</param>
    /// <param name="given">False when there is no <c>If-Match</c>.</param>
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
        problem = Bad();
        return false;
    }

    /// <summary>Reads the version of a change that needs one.</summary>
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
    public static IResult Changed() => Problem.Of(StatusCodes.Status412PreconditionFailed, "ChangedMeanwhile", "Somebody else changed it.",
        "It is not the version that If-Match names any more; read it again, and change that.");

    private static IResult Bad() => Problem.BadParameter("BadIfMatch", "If-Match is the ETag of the answer you read, with its quotes, or *.");

    private static string Text(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");
}
