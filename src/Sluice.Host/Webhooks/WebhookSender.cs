using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text;
using Sluice.Host.Http;
using Sluice.Metering;
using Sluice.Metering.Webhooks;

namespace Sluice.Host.Webhooks;

/// <summary>Makes one attempt: signs, sends, reads a little of the answer. Follows no redirect, keeps no cookie, uses no proxy.</summary>
[SuppressMessage("Reliability", "CA2000", Justification = "The client owns its handler.")]
internal sealed class WebhookSender(WebhookOptions options, AddressGuard guard, TimeProvider clock) : IDisposable
{
    private const int MaxRead = 2_048;

    private readonly HttpClient http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectCallback = guard.ConnectAsync,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),   // names are looked up anew
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        MaxResponseHeadersLength = 16,
        MaxResponseDrainSize = 16 << 10,
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    public void Dispose() => http.Dispose();

    /// <summary>Sends a message. Whatever the receiver does, there is an attempt to note.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> says so: nothing is to be noted.</exception>
    public async Task<WebhookAttempt> SendAsync(WebhookEndpoint endpoint, WebhookSecrets secrets, WebhookMessage message, int number, CancellationToken ct)
    {
        var (now, started) = (clock.GetUtcNow(), clock.GetTimestamp());
        WebhookAttempt Failed(WebhookFailure failure, string detail) => new(number, Timestamps.Stored(now), Took(started), null, failure, detail);
        using var timeout = new CancellationTokenSource(options.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Url) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(message.Body)) };
        request.Content.Headers.ContentType = new("application/json") { CharSet = "utf-8" };
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Sluice-Webhooks", "1"));
        request.Headers.Add("webhook-id", message.Id);
        request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("webhook-signature", secrets.Sign(message.Id, now, message.Body));
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var start = await StartOfAsync(answer, either.Token);
            ct.ThrowIfCancellationRequested();
            return Judge(answer, new(number, Timestamps.Stored(now), Took(started), (int)answer.StatusCode, Answer: start));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Failed(WebhookFailure.Timeout, string.Create(CultureInfo.InvariantCulture, $"No answer within {options.Timeout.TotalSeconds:0.#} s."));
        }
        catch (HttpRequestException e) when (e.InnerException is AddressRefusedException refused)
        {
            return Failed(WebhookFailure.Address, refused.Message);
        }
        catch (HttpRequestException e) when (e.InnerException is AuthenticationException)
        {
            return Failed(WebhookFailure.Certificate, e.InnerException.Message);
        }
        catch (HttpRequestException e)
        {
            return Failed(WebhookFailure.Connection, e.InnerException?.Message ?? e.Message);
        }
    }

    private WebhookAttempt Judge(HttpResponseMessage answer, WebhookAttempt attempt) => attempt.Status switch
    {
        >= 200 and < 300 => attempt,
        >= 300 and < 400 => attempt with
        {
            Failure = WebhookFailure.Redirect,
            Detail = $"It redirects{(answer.Headers.Location is { } to ? $" to {Cut(to.ToString(), 200)}" : "")}; redirects are not followed. Set the address it should be.",
        },
        _ => attempt with { Failure = WebhookFailure.Status, Detail = $"The answer was {attempt.Status}.", RetryAfter = WaitOf(answer) },
    };

    private TimeSpan? WaitOf(HttpResponseMessage answer) => answer.Headers.RetryAfter switch
    {
        { Delta: { } wait } => wait,
        { Date: { } until } => until - clock.GetUtcNow(),
        _ => null,
    };

    /// <summary>The first characters of the answer; what was read when it breaks off or does not end.</summary>
    private static async Task<string> StartOfAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        var (bytes, count) = (new byte[MaxRead], 0);
        try
        {
            await using var body = await answer.Content.ReadAsStreamAsync(ct);
            while (count < bytes.Length && await body.ReadAsync(bytes.AsMemory(count), ct) is > 0 and var read) count += read;
        }
        catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException)
        {
            // The status is what counts.
        }
        return Cut(new([.. Encoding.UTF8.GetString(bytes, 0, count).Select(static c => char.IsControl(c) ? ' ' : c)]), WebhookAttempt.MaxAnswer);
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];

    private int Took(long started) => (int)Math.Min(clock.GetElapsedTime(started).TotalMilliseconds, int.MaxValue);
}
