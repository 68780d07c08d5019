using Sluice.Benchmarks;
using Sluice.Storage.Aws.Scale;

// ./sluice bench NAME: prints figures with the machine they were measured on. Goals are ratios of arms of one run; see docs/performance.md.
switch (args)
{
    case ["decode", ..]:
        return await DecodeBenchmark.RunAsync(args[1..]);
    case ["export", ..]:
        return await ExportBenchmark.RunAsync(args[1..]);
    case ["graphql", ..]:
        return await GraphQLBenchmark.RunAsync(args[1..]);
    case ["http", ..]:
        return await HttpBenchmark.RunAsync(args[1..]);
    case ["ingest", ..]:
        return await IngestBenchmark.RunAsync(args[1..]);
    case ["live", ..]:
        return await LiveBenchmark.RunAsync(args[1..]);
    case ["live-subscribers", ..]:   // the other process of live
        return await LiveSubscribers.RunAsync(args[1..]);
    case ["mqtt", ..]:
        return await MqttBenchmark.RunAsync();
    case ["rounds", ..]:
        return await RoundsBenchmark.RunAsync(args[1..]);
    case ["scale", ..]:
        Console.Write(ScaleReport.Markdown(ScaleReport.Scenarios));
        Console.WriteLine($"With all clocks alike, calls are refused above {ScaleReport.Breaks(new()):N0} meters.");
        return 0;
    default:
        Console.Error.WriteLine("sluice: bench: which one? app, decode, export, graphql, http, ingest, live, mqtt, rounds, scale");
        return 2;
}
