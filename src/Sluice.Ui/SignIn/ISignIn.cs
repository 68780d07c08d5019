using System.Text.Json;
using Microsoft.JSInterop;
using Sluice.Client;
using Sluice.Contracts;
using Sluice.Contracts.People;
using Sluice.Ui.Browser;

namespace Sluice.Ui.SignIn;

/// <summary>Logs in at the issuer and keeps the log-in on this device, also without network.</summary>
public interface ISignIn : ITokenSource
{
    /// <summary>The log-in kept here; null: none.</summary>
    ValueTask<KeptLogIn?> LoadAsync();

    /// <summary>Leaves for the issuer's log-in page.</summary>
    /// <param name="returnTo">Where to go on afterwards, relative to the app.</param>
    ValueTask BeginAsync(string returnTo);

    /// <summary>Comes back from there.</summary>
    ValueTask<LogInResult> FinishAsync();

    /// <summary>Keeps who logged in, for starts without network.</summary>
    ValueTask KeepAsync(MeDto me);

    /// <summary>Forgets the log-in here and ends it at the issuer.</summary>
    ValueTask EndAsync();
}

/// <summary>A log-in kept on this device.</summary>
/// <param name="Me">Who; null: not known yet.</param>
public sealed record KeptLogIn(MeDto? Me);

/// <summary>What became of a log-in.</summary>
/// <param name="ReturnTo">Where to go on, relative to the app; null: it failed.</param>
/// <param name="Problem">Why it failed: the issuer's words, or <c>state</c>, <c>network</c>, <c>invalid_grant</c>.</param>
public sealed record LogInResult(string? ReturnTo, string? Problem);

/// <inheritdoc cref="ISignIn"/>
public sealed class BrowserSignIn(IJSRuntime js) : ISignIn
{
    private readonly BrowserModule module = new(js, "signin");
    private readonly BrowserModule browser = new(js, "browser");

    /// <inheritdoc/>
    public ValueTask<KeptLogIn?> LoadAsync() => module.CallJsonAsync(UiJson.Default.KeptLogIn, "load");

    /// <inheritdoc/>
    public async ValueTask BeginAsync(string returnTo) => await module.CallAsync("begin", returnTo, await browser.CallAsync<string>("deviceName"));

    /// <inheritdoc/>
    public async ValueTask<LogInResult> FinishAsync() => (await module.CallJsonAsync(UiJson.Default.LogInResult, "finish"))!;

    /// <inheritdoc/>
    public ValueTask KeepAsync(MeDto me) => module.CallAsync("keepMe", JsonSerializer.SerializeToElement(me, WireJson.Default.MeDto));

    /// <inheritdoc/>
    public ValueTask EndAsync() => module.CallAsync("end");

    /// <inheritdoc/>
    public async ValueTask<string?> TokenAsync(string? refused, CancellationToken ct)
    {
        var answer = (await module.CallJsonAsync(UiJson.Default.TokenAnswer, "token", refused))!;
        return answer.Offline ? throw new HttpRequestException(HttpRequestError.ConnectionError) : answer.Token;
    }
}

/// <summary>What the browser side answers.</summary>
/// <param name="Token">A token that is good now; null: the log-in is over.</param>
/// <param name="Offline">True: a new one was needed, and nobody answered.</param>
public sealed record TokenAnswer(string? Token, bool Offline);
