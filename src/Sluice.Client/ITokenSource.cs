namespace Sluice.Client;

/// <summary>Where access tokens come from.</summary>
public interface ITokenSource
{
    /// <summary>A token that is good now.</summary>
    /// <param name="refused">The one the server just refused; null: none was. It is never given again.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Null when the log-in is over.</returns>
    /// <exception cref="HttpRequestException">A new one was needed, and the server cannot be reached.</exception>
    ValueTask<string?> TokenAsync(string? refused, CancellationToken ct);
}

/// <summary>One token, for scripts and tests.</summary>
/// <param name="token">The token.</param>
public sealed class FixedToken(string token) : ITokenSource
{
    /// <inheritdoc/>
    public ValueTask<string?> TokenAsync(string? refused, CancellationToken ct) => new(refused is null ? token : null);
}
