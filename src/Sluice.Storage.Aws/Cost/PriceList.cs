using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sluice.Storage.Aws.Cost;

/// <summary>One price: so much per so many, less beyond a quantity.</summary>
/// <param name="Per">What the amounts are for, for example 1,000,000 requests.</param>
/// <param name="Tiers">Pairs of a monthly quantity up to which an amount holds, and the amount; the last quantity is null.</param>
public sealed record Price(decimal Per, IReadOnlyList<decimal?[]> Tiers)
{
    /// <summary>What a quantity of a month costs.</summary>
    public decimal Of(decimal quantity)
    {
        decimal sum = 0, done = 0;
        foreach (var tier in Tiers)
        {
            var end = tier[0] is { } limit && limit < quantity ? limit : quantity;
            sum += (end - done) * (tier[1] ?? 0) / Per;
            if ((done = end) >= quantity) break;
        }
        return sum;
    }
}

/// <summary>Prices of one region, with the day they were written down.</summary>
public sealed class PriceList
{
    private const string Basis = "us-east-1";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { AllowTrailingCommas = false, RespectRequiredConstructorParameters = true };
    private readonly IReadOnlyDictionary<string, Price> prices;

    private PriceList(string region, PriceFile file, IReadOnlyDictionary<string, Price> prices)
    {
        (Region, Recorded, Currency, Source) = (region, file.Recorded, file.Currency, file.Source);
        this.prices = prices;
    }

    /// <summary>The region, for example <c>ap-south-1</c>.</summary>
    public string Region { get; }

    /// <summary>When the prices were written down.</summary>
    public DateOnly Recorded { get; }

    /// <summary>The currency: USD.</summary>
    public string Currency { get; }

    /// <summary>Where they are from.</summary>
    public string Source { get; }

    /// <summary>Reads a price file.</summary>
    /// <param name="region">The region; what it does not list costs as in us-east-1.</param>
    /// <param name="path">A file of the shape of the built-in one; null: the built-in one.</param>
    /// <exception cref="FormatException">The file is no price file, or lacks the region; the message says what is wrong.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static PriceList Load(string region, string? path = null)
    {
        using var stream = path is null
            ? typeof(PriceList).Assembly.GetManifestResourceStream("Sluice.Storage.Aws.Cost.prices.json")!
            : File.OpenRead(path);
        PriceFile file;
        try
        {
            file = JsonSerializer.Deserialize<PriceFile>(stream, Json) ?? throw new FormatException($"'{path}' is empty.");
        }
        catch (JsonException e)
        {
            throw new FormatException($"'{path}' is no price file: {e.Message}", e);
        }
        if (!file.Regions.TryGetValue(region, out var own))
            throw new FormatException($"No prices of region '{region}'; known: {string.Join(", ", file.Regions.Keys.Order(StringComparer.Ordinal))}. Add it to a copy of the price file and name that with --prices.");
        var all = new Dictionary<string, Price>(file.Regions.GetValueOrDefault(Basis) ?? [], StringComparer.Ordinal);
        foreach (var (key, price) in own) all[key] = price;
        foreach (var (key, price) in all)
            if (price.Per <= 0 || price.Tiers.Count == 0 || price.Tiers.Any(static t => t is not [_, >= 0]) || price.Tiers[^1][0] is not null)
                throw new FormatException($"The price '{key}' of '{path ?? "the built-in file"}' needs \"per\" above 0 and \"tiers\" of [up to, amount], the last one [null, amount].");
        return new(region, file, all);
    }

    /// <summary>The price of something.</summary>
    /// <exception cref="FormatException">The file has no such price.</exception>
    public Price Of(string key) => prices.TryGetValue(key, out var price) ? price : throw new FormatException($"The price file has no price '{key}' of {Region}.");

    private sealed record PriceFile(DateOnly Recorded, string Currency, string Source, Dictionary<string, Dictionary<string, Price>> Regions)
    {
        [JsonExtensionData]
        public Dictionary<string, JsonElement>? More { get; init; }
    }
}
