using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Sluice.Contracts;

namespace Sluice.Client;

/// <summary>The interface of a Sluice server, typed. One file per feature.</summary>
/// <param name="http">Its base address is the server's.</param>
/// <param name="tokens">Who asks.</param>
public sealed partial class SluiceClient(HttpClient http, ITokenSource tokens)
{
    /// <summary>A document's ETag, to change only what was seen.</summary>
    public static EntityTagHeaderValue ETag(long version) => new($"\"{version}\"");

    /// <summary>Sends a request and hands over the answer; the content is read as it comes.</summary>
    /// <param name="make">Makes the request; called again when the token was refused.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="ProblemException">The server said no, or the log-in is over.</exception>
    /// <exception cref="HttpRequestException">The server cannot be reached.</exception>
    public async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> make, CancellationToken ct)
    {
        string? refused = null;
        while (true)
        {
            var token = await tokens.TokenAsync(refused, ct) ?? throw new ProblemException(new()
            {
                Title = "You are logged out.",
                Status = (int)HttpStatusCode.Unauthorized,
                Detail = "Log in again.",
                Code = ProblemException.LoggedOut,
            });
            using var request = make();
            request.Headers.Authorization = new("Bearer", token);
            var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            if (answer.IsSuccessStatusCode) return answer;
            using (answer)
            {
                if (answer.StatusCode == HttpStatusCode.Unauthorized && refused is null)
                {
                    refused = token;
                    continue;
                }
                throw new ProblemException(await ProblemAsync(answer, ct));
            }
        }
    }

    private async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken ct)
    {
        using var answer = await SendAsync(() => new(HttpMethod.Get, path), ct);
        return await ReadAsync(answer, type, ct);
    }

    private async Task<T> SendAsync<T>(HttpMethod method, string path, HttpContent? content, JsonTypeInfo<T> type, CancellationToken ct, EntityTagHeaderValue? ifMatch = null)
    {
        using var answer = await SendBufferedAsync(method, path, content, ifMatch, ct);
        return await ReadAsync(answer, type, ct);
    }

    private async Task SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken ct)
    {
        using var answer = await SendBufferedAsync(method, path, content, null, ct);
    }

    private async Task<HttpResponseMessage> SendBufferedAsync(HttpMethod method, string path, HttpContent? content, EntityTagHeaderValue? ifMatch, CancellationToken ct)
    {
        // A request may go out twice, and disposing it takes its content along: so the content is kept as bytes.
        var bytes = content is null ? null : await content.ReadAsByteArrayAsync(ct);
        var type = content?.Headers.ContentType;
        content?.Dispose();
        return await SendAsync(() =>
        {
            var request = new HttpRequestMessage(method, path);
            if (bytes is not null)
            {
                request.Content = new ByteArrayContent(bytes);
                request.Content.Headers.ContentType = type;
            }
            if (ifMatch is not null) request.Headers.IfMatch.Add(ifMatch);
            return request;
        }, ct);
    }

    private static JsonContent Json<T>(T value, JsonTypeInfo<T> type) => JsonContent.Create(value, type);

    private static async Task<T> ReadAsync<T>(HttpResponseMessage answer, JsonTypeInfo<T> type, CancellationToken ct) =>
        await answer.Content.ReadFromJsonAsync(type, ct) ?? throw new JsonException($"{answer.RequestMessage?.RequestUri?.AbsolutePath} answered null.");

    private static async Task<ProblemDto> ProblemAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        if (answer.Content.Headers.ContentType?.MediaType is "application/problem+json" or "application/json")
        {
            try
            {
                if (await answer.Content.ReadFromJsonAsync(WireJson.Default.ProblemDto, ct) is { } problem) return problem;
            }
            catch (JsonException)
            {
                // Said by somebody in between.
            }
        }
        return new()
        {
            Title = "The server gave an answer that is not its own.",
            Status = (int)answer.StatusCode,
            Detail = $"Status {(int)answer.StatusCode} without a reason: perhaps from a proxy in between. Try again.",
            Code = ProblemException.NoProblem,
        };
    }
}
