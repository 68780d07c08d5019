namespace Sluice.Storage.Aws.Cost;

/// <summary>A line of the bill.</summary>
/// <param name="Service">The service, for example <c>DynamoDB</c>.</param>
/// <param name="What">What is counted.</param>
/// <param name="Quantity">How many of <paramref name="Unit"/> in a month.</param>
/// <param name="Unit">The unit of the quantity.</param>
/// <param name="Usd">What it costs, US dollars.</param>
public sealed record BillLine(string Service, string What, decimal Quantity, string Unit, decimal Usd);

/// <summary>A month's bill.</summary>
public sealed class Bill(PriceList prices)
{
    private readonly List<BillLine> lines = [];

    /// <summary>The lines, in the order of the way of a telegram.</summary>
    public IReadOnlyList<BillLine> Lines => lines;

    /// <summary>US dollars a month, to the cent.</summary>
    public decimal Total => Math.Round(lines.Sum(static l => l.Usd), 2);

    /// <summary>Adds a line.</summary>
    /// <param name="service">The service.</param>
    /// <param name="what">What is counted.</param>
    /// <param name="key">The price's key in the price file.</param>
    /// <param name="quantity">How many.</param>
    public void Add(string service, string what, string key, decimal quantity) =>
        lines.Add(new(service, what, quantity, key[(key.IndexOf('.', StringComparison.Ordinal) + 1)..], prices.Of(key).Of(quantity)));
}
