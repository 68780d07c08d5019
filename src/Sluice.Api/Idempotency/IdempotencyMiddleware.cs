using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;
using Sluice.Api.Problems;
using Sluice.Metering.Idempotency;

namespace Sluice.Api.Idempotency;

/// <summary>The <c>Idempotency-Key</c> header on calls that change something (draft-ietf-httpapi-idempotency-key-header): the same key and request again get the answer of the first
/// time for 24 hours, and nothing is done twice.</summary>
/// <remarks>Answers are on disk before they leave. A request that a crash cut short has none: sent again, it is handled again.</remarks>
public sealed class IdempotencyMiddleware(RequestDelegate next, IAnswerStore answers, TimeProvider clock)
{
    /// <summary>The header.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>Added to a repeated answer.</summary>
    public const string Replayed = "Idempotent-Replayed";

    /// <summary>The longest key, characters.</summary>
    public const int MaxKey = 255;

    /// <summary>The largest body that can be told from another one, bytes.</summary>
    public const int MaxBody = 8 << 20;

    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<string, byte> underWay = new(StringComparer.Ordinal);

    /// <summary>Answers from what is kept, or lets the request through and keeps its answer.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        var caller = http.Features.Get<Access.Access>()?.Caller.Subject;
        var sent = http.Request.Headers[Header];
        if (sent.Count == 0 || string.IsNullOrEmpty(caller) || IsSafe(http.Request.Method) || http.GetEndpoint()?.Metadata.GetMetadata<IgnoresIdempotencyKey>() is not null)
        {
            await next(http);
            return;
        }
        if (sent.Count > 1 || sent[0] is not { Length: >= 8 and <= MaxKey } key || key.Any(static c => c is < '!' or > '~'))
        {
            await Problem.BadParameter("BadIdempotencyKey", $"{Header} is one value of 8 to {MaxKey} printable ASCII characters without spaces; take a new UUID for every new request.").ExecuteAsync(http);
            return;
        }
        var lookup = KeptAnswer.Lookup(caller, key);
        var name = Convert.ToHexString(lookup);
        if (!underWay.TryAdd(name, 0))
        {
            http.Response.Headers.RetryAfter = "1";
            await Problem.Of(StatusCodes.Status409Conflict, "IdempotencyInFlight", "This request is being handled.", "A request with this Idempotency-Key is under way; send it again in a moment for its answer.").ExecuteAsync(http);
            return;
        }
        try
        {
            await HandleAsync(http, caller, key, lookup);
        }
        finally
        {
            underWay.TryRemove(name, out _);
        }
    }

    private async Task HandleAsync(HttpContext http, string caller, string key, byte[] lookup)
    {
        var request = await RequestHashAsync(http.Request, http.RequestAborted);
        if (request is null)
        {
            await Problem.Of(StatusCodes.Status413PayloadTooLarge, "IdempotentBodyTooLarge", "The body is too large for an Idempotency-Key.", $"With one, a body has at most {MaxBody} bytes.").ExecuteAsync(http);
            return;
        }
        var now = clock.GetUtcNow();
        if (await answers.FindAsync(lookup, now - KeptFor, http.RequestAborted) is { } found)
        {
            await ReplayAsync(http, KeptAnswer.Open(found, caller, key), request);
            return;
        }
        var own = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var body = new MemoryStream();
        var held = new StreamResponseBodyFeature(body);
        http.Features.Set<IHttpResponseBodyFeature>(held);
        try
        {
            await next(http);
            await held.Writer.FlushAsync(http.RequestAborted);
        }
        finally
        {
            http.Features.Set(own);
        }
        var bytes = body.ToArray();
        if (IsFinal(http.Response.StatusCode))
        {
            var headers = KeptAnswer.Named.Where(n => http.Response.Headers.ContainsKey(n)).ToDictionary(static n => n, n => http.Response.Headers[n].ToString());
            var sealedAnswer = new KeptAnswer(request, http.Response.StatusCode, headers, bytes).Seal(caller, key);
            if (sealedAnswer.Length <= IAnswerStore.MaxBytes) await answers.KeepAsync(lookup, sealedAnswer, now, now - KeptFor, CancellationToken.None);
        }
        await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
    }

    private static async Task ReplayAsync(HttpContext http, KeptAnswer kept, byte[] request)
    {
        if (!CryptographicOperations.FixedTimeEquals(kept.Request, request))
        {
            await Problem.Of(StatusCodes.Status422UnprocessableEntity, "IdempotencyKeyReused", "This key belongs to another request.", "An earlier request of yours had this Idempotency-Key and another address or body; take a new key for a new request.").ExecuteAsync(http);
            return;
        }
        http.Response.StatusCode = kept.Status;
        foreach (var (name, value) in kept.Headers) http.Response.Headers[name] = value;
        http.Response.Headers[Replayed] = "true";
        await http.Response.Body.WriteAsync(kept.Body, http.RequestAborted);
    }

    /// <summary>The body is read once for the hash and can be read again by the handler; null when it is too large.</summary>
    private static async Task<byte[]?> RequestHashAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentLength > MaxBody) return null;
        request.EnableBuffering(bufferThreshold: 64 * 1024, bufferLimit: MaxBody + (64 * 1024));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method}\n{request.GetEncodedPathAndQuery()}\n"));
        var buffer = new byte[16 * 1024];
        long total = 0;
        for (int read; (read = await request.Body.ReadAsync(buffer, ct)) > 0;)
        {
            if ((total += read) > MaxBody) return null;
            hash.AppendData(buffer, 0, read);
        }
        request.Body.Position = 0;
        return hash.GetHashAndReset();
    }

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    /// <summary>True when sending the request again should not change the answer: not for the server's troubles, nor for what another moment or another token would allow.</summary>
    private static bool IsFinal(int status) => status is < 500 and not (401 or 403 or 408 or 409 or 412 or 413 or 425 or 429);
}
