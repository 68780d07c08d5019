using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Sluice.Api.Problems;
using Sluice.Metering.Identity;

namespace Sluice.Api.Limits;

/// <summary>Answers 429 to who asks too often: by address before anything else is done, by society once the caller was let in.</summary>
public sealed class RateLimiting : IAsyncDisposable
{
    private readonly PartitionedRateLimiter<string>? addresses;
    private readonly PartitionedRateLimiter<string>? societies;
    private readonly PartitionedRateLimiter<string>? logins;

    /// <param name="limits">The limits.</param>
    public RateLimiting(RateLimits limits)
    {
        addresses = Buckets(limits.AddressPerSecond, limits.AddressBurst);
        societies = Buckets(limits.SocietyPerSecond, limits.SocietyBurst);
        if (limits.LoginsPerMinute > 0)
            logins = PartitionedRateLimiter.Create<string, string>(key => RateLimitPartition.GetSlidingWindowLimiter(key, _ => new()
            {
                PermitLimit = limits.LoginsPerMinute,
                Window = TimeSpan.FromMinutes(1),
                SegmentsPerWindow = 6,
            }));
    }

    /// <summary>The problem when the address asks too often; null when it does not.</summary>
    public IResult? RefuseAddress(HttpContext http)
    {
        var address = KeyOf(http.Connection.RemoteIpAddress);
        if (IsLogin(http.Request) && Refuse(http, logins, address) is { } problem) return problem;
        return Refuse(http, addresses, address);
    }

    /// <summary>The problem when too much is asked about the society; null when it is not.</summary>
    public IResult? RefuseSociety(HttpContext http, SocietyId society) => Refuse(http, societies, society.Text);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (addresses is not null) await addresses.DisposeAsync();
        if (societies is not null) await societies.DisposeAsync();
        if (logins is not null) await logins.DisposeAsync();
    }

    private static PartitionedRateLimiter<string>? Buckets(int perSecond, int burst) => perSecond <= 0 ? null : PartitionedRateLimiter.Create<string, string>(key =>
        RateLimitPartition.GetTokenBucketLimiter(key, _ => new()
        {
            TokenLimit = Math.Max(burst, 1),
            TokensPerPeriod = perSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        }));

    private static IResult? Refuse(HttpContext http, PartitionedRateLimiter<string>? limiter, string key)
    {
        if (limiter is null) return null;
        using var lease = limiter.AttemptAcquire(key);
        if (lease.IsAcquired) return null;
        var seconds = lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) : 1;
        http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Problem.Of(StatusCodes.Status429TooManyRequests, "TooManyRequests", "Too many requests.", $"Try again in {seconds} s; send telegrams in batches.");
    }

    private static bool IsLogin(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && request.Path.StartsWithSegments("/account", StringComparison.OrdinalIgnoreCase);

    /// <summary>An IPv6 user has a /64 to choose addresses from: that is one.</summary>
    private static string KeyOf(IPAddress? address)
    {
        if (address is null) return "";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }
}
