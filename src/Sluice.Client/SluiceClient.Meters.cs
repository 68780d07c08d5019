using Sluice.Contracts;
using Sluice.Contracts.Meters;
using Sluice.Contracts.Readings;

namespace Sluice.Client;

public sealed partial class SluiceClient
{
    /// <summary>A society's meters, by serial number.</summary>
    public Task<MeterConfigurationsPage> ListMetersAsync(
        string society, CancellationToken ct, string? tower = null, string? flat = null, string? status = null, string? purpose = null, string? search = null, int? limit = null, string? next = null) =>
        GetAsync(
            Address.Path($"/api/societies/{society}/meters").With(("tower", tower), ("flat", flat), ("status", status), ("purpose", purpose), ("q", search), ("limit", limit), ("next", next)),
            WireJson.Default.MeterConfigurationsPage, ct);

    /// <summary>One meter.</summary>
    public Task<MeterConfigurationDto> GetMeterAsync(string society, string meter, CancellationToken ct) =>
        GetAsync(Address.Path($"/api/societies/{society}/meters/{meter}"), WireJson.Default.MeterConfigurationDto, ct);

    /// <summary>Where a meter hung, newest first.</summary>
    public Task<InstallationsDto> GetMeterHistoryAsync(string society, string meter, CancellationToken ct) =>
        GetAsync(Address.Path($"/api/societies/{society}/meters/{meter}/history"), WireJson.Default.InstallationsDto, ct);

    /// <summary>A meter's readings, newest first.</summary>
    public Task<SocietyReadingsPage> ListMeterReadingsAsync(
        string society, string meter, CancellationToken ct, DateTimeOffset? from = null, DateTimeOffset? to = null, int? limit = null, string? next = null) =>
        GetAsync(
            Address.Path($"/api/societies/{society}/meters/{meter}/readings").With(("from", from), ("to", to), ("limit", limit), ("next", next)), WireJson.Default.SocietyReadingsPage, ct);

    /// <summary>What meters used by day; one of them or all together.</summary>
    /// <param name="society">The society.</param>
    /// <param name="from">The first day.</param>
    /// <param name="to">The last day, inclusive.</param>
    /// <param name="meter">The meter; null: all.</param>
    /// <param name="ct">Cancels.</param>
    public Task<ConsumptionDto> GetConsumptionAsync(string society, DateOnly from, DateOnly to, string? meter, CancellationToken ct) => GetAsync(
        Address.Path($"/api/societies/{society}/consumption").With(("from", from.ToString("yyyy-MM-dd")), ("to", to.ToString("yyyy-MM-dd")), ("meter", meter)), WireJson.Default.ConsumptionDto, ct);
}
