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
            return Problem.BadParameter("BadIfMatch", "If-Match is the ETag of the answer you read, with its quotes, or *.");
        var now = EntityTagHeaderValue.Parse(Text(version));
        return wanted.Any(w => w.Equals(EntityTagHeaderValue.Any) || w.Compare(now, useStrongComparison: true))
            ? null
            : Problem.Of(StatusCodes.Status412PreconditionFailed, "ChangedMeanwhile", "Somebody else changed it.", "It is not the version that If-Match names any more; read it again, and change that.");
    }

    private static string Text(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");
}
