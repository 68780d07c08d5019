using Microsoft.AspNetCore.Builder;

namespace Sluice.Api.Idempotency;

/// <summary>On an endpoint: an <c>Idempotency-Key</c> is not looked at, because sending the request again does no harm anyway, or its body is a stream.</summary>
/// <param name="Because">Why.</param>
public sealed record IgnoresIdempotencyKey(string Because);

/// <summary>Says how an endpoint takes repeated requests.</summary>
public static class IdempotencyRules
{
    /// <summary>The endpoint needs no <c>Idempotency-Key</c> and does not look at one.</summary>
    public static T RepeatableBecause<T>(this T endpoint, string because) where T : IEndpointConventionBuilder => endpoint.WithMetadata(new IgnoresIdempotencyKey(because));
}
