using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.JSInterop;
using Sluice.Ui.Browser;

namespace Sluice.Ui.Field.Store;

/// <summary>Where the phone keeps rounds. What <see cref="WriteAsync"/> has answered for survives a killed tab, a dead battery and an update of the app.</summary>
public interface IFieldStore
{
    /// <summary>Writes all or nothing, and answers when it is on the disk.</summary>
    ValueTask<WriteOutcome> WriteAsync(FieldChanges puts, FieldRemovals? removes = null);

    /// <summary>One round; null: it is not on this phone.</summary>
    ValueTask<KeptRound?> FindRoundAsync(string id);

    /// <summary>All rounds on this phone.</summary>
    ValueTask<IReadOnlyList<KeptRound>> ListRoundsAsync();

    /// <summary>All societies on this phone.</summary>
    ValueTask<IReadOnlyList<KeptPlace>> ListPlacesAsync();

    /// <summary>The meters a round heard here.</summary>
    ValueTask<IReadOnlyList<KeptHeard>> ListHeardAsync(string round);

    /// <summary>What people did and the server does not know, oldest first.</summary>
    /// <param name="round">Of one round; null: of all.</param>
    ValueTask<IReadOnlyList<KeptEntry>> ListOutboxAsync(string? round = null);

    /// <summary>The oldest telegrams that wait.</summary>
    /// <param name="round">Of one round; null: of all.</param>
    /// <param name="limit">At most so many.</param>
    ValueTask<IReadOnlyList<KeptTelegram>> ListTelegramsAsync(string? round, int limit);

    /// <summary>How much waits.</summary>
    ValueTask<Waiting> WaitingAsync();

    /// <summary>Removes a round from this phone unless something of it still waits for the server.</summary>
    /// <returns>False when something waits.</returns>
    ValueTask<bool> ForgetAsync(string round);
}

/// <summary>What became of a write.</summary>
public enum WriteOutcome
{
    /// <summary>It is on the disk.</summary>
    Kept = 0,

    /// <summary>The phone has no room left; nothing was written.</summary>
    Full,

    /// <summary>The browser's store failed; nothing was written. Trying again may help.</summary>
    Failed,
}

/// <inheritdoc cref="IFieldStore"/>
public sealed class BrowserFieldStore(IJSRuntime js) : IFieldStore
{
    private static readonly JsonElement None = JsonDocument.Parse("{}").RootElement.Clone();
    private readonly BrowserModule module = new(js, "field-db");

    /// <inheritdoc/>
    public async ValueTask<WriteOutcome> WriteAsync(FieldChanges puts, FieldRemovals? removes = null)
    {
        var removal = removes is null ? None : JsonSerializer.SerializeToElement(removes, FieldJson.Default.FieldRemovals);
        return await module.CallAsync<string>("write", JsonSerializer.SerializeToElement(puts, FieldJson.Default.FieldChanges), removal) switch
        {
            "" => WriteOutcome.Kept,
            "QuotaExceededError" => WriteOutcome.Full,
            _ => WriteOutcome.Failed,
        };
    }

    /// <inheritdoc/>
    public ValueTask<KeptRound?> FindRoundAsync(string id) => module.CallJsonAsync(FieldJson.Default.KeptRound, "get", "rounds", id);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<KeptRound>> ListRoundsAsync() => ListAsync(FieldJson.Default.IReadOnlyListKeptRound, "rounds", null, null);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<KeptPlace>> ListPlacesAsync() => ListAsync(FieldJson.Default.IReadOnlyListKeptPlace, "places", null, null);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<KeptHeard>> ListHeardAsync(string round) => ListAsync(FieldJson.Default.IReadOnlyListKeptHeard, "heard", round, null);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<KeptEntry>> ListOutboxAsync(string? round = null) => ListAsync(FieldJson.Default.IReadOnlyListKeptEntry, "outbox", round, null);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<KeptTelegram>> ListTelegramsAsync(string? round, int limit) => ListAsync(FieldJson.Default.IReadOnlyListKeptTelegram, "telegrams", round, limit);

    /// <inheritdoc/>
    public async ValueTask<Waiting> WaitingAsync() => await module.CallJsonAsync(FieldJson.Default.Waiting, "waiting") ?? Waiting.Nothing;

    /// <inheritdoc/>
    public ValueTask<bool> ForgetAsync(string round) => module.CallAsync<bool>("forget", round);

    private async ValueTask<IReadOnlyList<T>> ListAsync<T>(JsonTypeInfo<IReadOnlyList<T>> type, string store, string? round, int? limit) =>
        await module.CallJsonAsync(type, "list", store, round, limit) ?? [];
}
