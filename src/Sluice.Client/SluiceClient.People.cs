using Sluice.Contracts;
using Sluice.Contracts.People;

namespace Sluice.Client;

public sealed partial class SluiceClient
{
    /// <summary>Who asks.</summary>
    public Task<MeDto> GetMeAsync(CancellationToken ct) => GetAsync("/api/me", WireJson.Default.MeDto, ct);
}
