using System.CommandLine;
using System.Globalization;
using Sluice.Storage.Aws.Cost;

namespace Sluice.Cli.Cost;

/// <summary><c>sluice cost</c>: what the cloud would cost a month.</summary>
public static class CostCommand
{
    private const string Description =
        """
        Works out the monthly bill of running in the cloud, line by line: what the meters send, times the units that the tables' items use (counted on real items), times list prices with their date.
        Beside it: what the tables as first written down would cost. No account is needed and nothing is asked over the network.

        Examples:
          sluice cost --meters 10000 --readings-per-month 2
          sluice cost --meters 10000 --readings-per-month 2920 --region ap-south-1
          sluice cost --meters 1000000 --readings-per-month 2920 --format json
        """;

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var meters = new Option<long>("--meters") { Description = $"Meters, 1 to {Workload.MaxMeters:N0}.", HelpName = "N", Required = true };
        var readings = new Option<decimal>("--readings-per-month", "--readings")
        {
            Description = $"Readings of a meter in a month: 2 for two rounds, 2920 for one every 15 minutes; at most {Workload.MaxReadingsPerMonth:N0}.",
            HelpName = "M",
            Required = true,
        };
        var region = new Option<string>("--region") { Description = "The region.", HelpName = "R", DefaultValueFactory = static _ => "us-east-1" };
        var prices = new Option<string?>("--prices") { Description = "Your own price file instead of the built-in one.", HelpName = "FILE" };
        var format = new Option<string>("--format") { Description = "text, or json: one object.", DefaultValueFactory = static _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        var command = new Command("cost", Description) { meters, readings, region, prices, format };
        command.SetAction(parsed =>
        {
            var load = new Workload(parsed.GetValue(meters), parsed.GetValue(readings));
            if (load.Meters is < 1 or > Workload.MaxMeters) throw new UsageException($"--meters {load.Meters} is not within 1 to {Workload.MaxMeters.ToString("N0", CultureInfo.InvariantCulture)}.");
            if (load.ReadingsPerMonth is <= 0 or > Workload.MaxReadingsPerMonth)
                throw new UsageException($"--readings-per-month {load.ReadingsPerMonth.ToString(CultureInfo.InvariantCulture)} is not above 0 and at most {Workload.MaxReadingsPerMonth.ToString("N0", CultureInfo.InvariantCulture)}.");
            PriceList list;
            try
            {
                list = PriceList.Load(parsed.GetValue(region)!, parsed.GetValue(prices));
            }
            catch (FormatException e)
            {
                throw new UsageException(e.Message);
            }
            var report = new CostReport(load, list, CostModel.Of(load, list), LiteralDesign.Of(load, list));
            if (parsed.GetValue(format) == "json") report.WriteJson();
            else report.WriteText();
            return 0;
        });
        return command;
    }
}
