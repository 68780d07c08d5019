using Sluice.Contracts;
using Sluice.Contracts.Societies;

namespace Sluice.Client;

public sealed partial class SluiceClient
{
    /// <summary>The societies the caller sees, by id.</summary>
    public Task<SocietiesPage> ListSocietiesAsync(CancellationToken ct, int? limit = null, string? next = null) =>
        GetAsync("/api/societies".With(("limit", limit), ("next", next)), WireJson.Default.SocietiesPage, ct);

    /// <summary>One society.</summary>
    public Task<SocietyDto> GetSocietyAsync(string society, CancellationToken ct) => GetAsync(Address.Path($"/api/societies/{society}"), WireJson.Default.SocietyDto, ct);

    /// <summary>Adds a society.</summary>
    public Task<SocietyDto> CreateSocietyAsync(SocietyInput input, CancellationToken ct) =>
        SendAsync(HttpMethod.Post, "/api/societies", Json(input, WireJson.Default.SocietyInput), WireJson.Default.SocietyDto, ct);

    /// <summary>Changes a society that is still as it was seen.</summary>
    public Task<SocietyDto> ChangeSocietyAsync(SocietyDto seen, SocietyInput input, CancellationToken ct) => SendAsync(
        HttpMethod.Put, Address.Path($"/api/societies/{seen.Id}"), Json(input, WireJson.Default.SocietyInput), WireJson.Default.SocietyDto, ct, ETag(seen.Version));

    /// <summary>Its towers, flats and meters.</summary>
    public Task<StructureDto> GetStructureAsync(string society, CancellationToken ct) =>
        GetAsync(Address.Path($"/api/societies/{society}/structure"), WireJson.Default.StructureDto, ct);
}
