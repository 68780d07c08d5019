using System.Globalization;
using System.Text.Json;
using Sluice.Storage.Aws.Cost;

namespace Sluice.Cli.Cost;

/// <summary>The bill, for people and for programs.</summary>
internal sealed class CostReport(Workload load, PriceList prices, Bill bill, Bill literal)
{
    /// <summary>Lines with what they cost, then where most of the money goes.</summary>
    public void WriteText()
    {
        Console.WriteLine(Text($"{load.Meters:N0} meters x {load.ReadingsPerMonth:0.##} readings a month, {prices.Region}, list prices of {prices.Recorded:yyyy-MM-dd} without free tier, {prices.Currency}"));
        Console.WriteLine();
        foreach (var line in bill.Lines)
            Console.WriteLine(Text($"{line.Service,-12} {line.What,-44} {Quantity(line.Quantity),18} {line.Unit,-14} {line.Usd,12:N2}"));
        Console.WriteLine(Text($"{"",-12} {"total a month",-44} {"",18} {"",-14} {bill.Total,12:N2}"));
        Console.WriteLine(Text($"{"",-12} {"a meter and month",-44} {"",18} {"",-14} {bill.Total / load.Meters,12:N6}"));
        Console.WriteLine();
        Console.WriteLine("Where it goes: " + string.Join(", ", ByService(bill).Take(4).Select(s => Text($"{s.Service} {s.Usd:N2} ({(bill.Total == 0 ? 0 : s.Usd / bill.Total):P0})"))) + ".");
        Console.WriteLine(Text($"The tables as first written down would cost {literal.Total:N2}: {string.Join(", ", ByService(literal).Take(3).Select(s => Text($"{s.Service} {s.Usd:N2}")))} most of it."));
        Console.WriteLine(prices.Source);
    }

    /// <summary>One object on one line.</summary>
    public void WriteJson()
    {
        using var output = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteNumber("meters", load.Meters);
            json.WriteNumber("readingsPerMonth", load.ReadingsPerMonth);
            json.WriteString("region", prices.Region);
            json.WriteString("currency", prices.Currency);
            json.WriteString("pricesRecorded", prices.Recorded.ToString("O", CultureInfo.InvariantCulture));
            json.WriteNumber("total", bill.Total);
            json.WriteNumber("perMeter", Math.Round(bill.Total / load.Meters, 6));
            WriteLines(json, bill);
            json.WriteStartObject("literal");
            json.WriteNumber("total", literal.Total);
            WriteLines(json, literal);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        output.Write("\n"u8);
    }

    private static void WriteLines(Utf8JsonWriter json, Bill of)
    {
        json.WriteStartArray("lines");
        foreach (var line in of.Lines)
        {
            json.WriteStartObject();
            json.WriteString("service", line.Service);
            json.WriteString("what", line.What);
            json.WriteNumber("quantity", Math.Round(line.Quantity, 6));
            json.WriteString("unit", line.Unit);
            json.WriteNumber("usd", Math.Round(line.Usd, 6));
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static IEnumerable<(string Service, decimal Usd)> ByService(Bill of) =>
        of.Lines.GroupBy(static l => l.Service).Select(static g => (g.Key, g.Sum(static l => l.Usd))).OrderByDescending(static s => s.Item2);

    private static string Quantity(decimal quantity) => quantity.ToString(quantity >= 100 ? "N0" : "0.####", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
