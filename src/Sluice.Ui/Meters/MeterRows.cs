using Microsoft.AspNetCore.Components.Web.Virtualization;
using Sluice.Contracts.Meters;

namespace Sluice.Ui.Meters;

/// <summary>Meters fetched page by page as far as somebody scrolls: a list of 100,000 costs what is looked at.</summary>
/// <param name="fetch">Fetches the page behind a cursor.</param>
public sealed class MeterRows(Func<string?, CancellationToken, Task<MeterConfigurationsPage>> fetch) : IDisposable
{
    private const int Ahead = 200;
    private readonly List<MeterConfigurationDto> rows = [];
    private readonly SemaphoreSlim one = new(1);
    private string? next;

    /// <summary>Meters fetched so far.</summary>
    public int Count => rows.Count;

    /// <summary>True when there are no more than these.</summary>
    public bool IsAll { get; private set; }

    /// <summary>The rows that come into view. Behind the last page fetched the list pretends to be longer, so that one can go on scrolling.</summary>
    public async ValueTask<ItemsProviderResult<MeterConfigurationDto>> ProvideAsync(int start, int count, CancellationToken ct)
    {
        await one.WaitAsync(ct);
        try
        {
            while (!IsAll && rows.Count < start + count + Ahead)
            {
                var page = await fetch(next, ct);
                rows.AddRange(page.Meters);
                next = page.Next;
                IsAll = next is null;
            }
        }
        finally
        {
            one.Release();
        }
        return new(rows.Skip(start).Take(count), rows.Count + (IsAll ? 0 : Ahead));
    }

    /// <summary>Frees what holds callers back.</summary>
    public void Dispose() => one.Dispose();
}
