using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Sluice.Api.Tests.Webhooks;

/// <summary>The C# example of docs/webhooks.md, compiled; a test holds the two against each other.</summary>
internal static class VerifyExample
{
    public static bool IsGood(string secret, IHeaderDictionary headers, string body, DateTimeOffset now)
    {
        var (id, sentAt) = (headers["webhook-id"].ToString(), long.Parse(headers["webhook-timestamp"].ToString(), CultureInfo.InvariantCulture));
        if ((now - DateTimeOffset.FromUnixTimeSeconds(sentAt)).Duration() > TimeSpan.FromMinutes(5)) return false;   // a replay by somebody who listened
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        var good = "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{id}.{sentAt}.{body}")));
        return headers["webhook-signature"].ToString().Split(' ').Any(sent => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(sent), Encoding.ASCII.GetBytes(good)));
    }
}
