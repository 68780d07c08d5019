using System.CommandLine;
using Sluice.Cli.Keys;
using Sluice.Imports.Keys;
using Sluice.Metering.Simulation;
using Sluice.WMBus.Encoders;
using Sluice.WMBus.Security;

namespace Sluice.Cli.Simulate;

/// <summary><c>sluice simulate</c>: an invented society on air, its keys, and what its telegrams ought to say.</summary>
internal static class SimulateCommand
{
    private const string Help = """
        Simulates a society of flowIQ 2101 meters on air and writes what a reader delivers, as fast as it can. Everything is invented: serial numbers from
        90000001 up, keys from the seed. The same options give the same bytes.

        Examples:
          sluice simulate --keys-out keys.csv > telegrams.txt
          sluice simulate --meters 10000 --telegrams 1000000 --keys-out keys.csv | sluice decode --keys keys.csv > readings.jsonl
          sluice simulate --reader vw1871 --seconds 120 --noise 0.3 --keys-out keys.csv --expected-out expected.jsonl > capture.bin
          SLUICE_KEM_PASSWORD=secret sluice simulate --seed 7 --keys-out keys.kem --reader rtl-wmbus > lines.txt
        """;

    private const int DefaultSeconds = 60;

    public static Command Create()
    {
        var meters = new Option<int>("--meters") { Description = "Meters of the society.", HelpName = "N", DefaultValueFactory = _ => 240 };
        var telegrams = new Option<long?>("--telegrams") { Description = "Stop after this many telegrams.", HelpName = "N" };
        var seconds = new Option<long?>("--seconds") { Description = $"Stop after this many simulated seconds (without --telegrams: {DefaultSeconds}).", HelpName = "S" };
        var reader = new Option<string>("--reader") { Description = $"Who listens: {string.Join(", ", ReaderFraming.Names)}.", HelpName = "KIND", DefaultValueFactory = _ => "hex" };
        var seed = new Option<long>("--seed") { Description = "Everything invented comes from this number.", HelpName = "S", DefaultValueFactory = _ => 1 };
        var keys = new Option<string?>("--keys-out") { Description = "Write the keys: .csv, .xlsx, .kem or .kem2 (the last two need a password).", HelpName = "FILE" };
        var expected = new Option<string?>("--expected-out") { Description = "Write what each telegram ought to say, a JSON object a line.", HelpName = "FILE" };
        var noise = new Option<double>("--noise") { Description = "How bad reception is, 0 to 1: loss, collisions, damage, duplicates, lost bytes.", HelpName = "P", DefaultValueFactory = _ => 0 };
        var passwords = new KeyFileOptions();
        var command = new Command("simulate", Help);
        foreach (Option option in new Option[] { meters, telegrams, seconds, reader, seed, keys, expected, noise }) command.Options.Add(option);
        passwords.AddTo(command);
        command.SetAction((parsed, ct) =>
        {
            var framing = FramingOf(parsed.GetValue(reader)!);
            var options = new SimulationOptions
            {
                Seed = parsed.GetValue(seed),
                Meters = parsed.GetValue(meters),
                Noise = parsed.GetValue(noise),
                DamageAnywhere = framing.KeepsFrameCrc,
            };
            CheckRanges(options);
            var (limit, until) = End(parsed.GetValue(telegrams), parsed.GetValue(seconds), options.Start);
            using var simulator = new SocietySimulator(options);
            if (parsed.GetValue(keys) is { } keyFile) WriteKeys(keyFile, simulator, passwords.Source(parsed));
            using var output = new SimulateOutput(OpenExpectations(parsed.GetValue(expected)));
            output.Run(new ReaderStream(simulator, framing), limit, until, ct);
            return Task.FromResult(0);
        });
        return command;
    }

    private static ReaderFraming FramingOf(string name) =>
        ReaderFraming.Names.Contains(name)
            ? ReaderFraming.Create(name)
            : throw new UsageException($"--reader: '{name}' is none of {string.Join(", ", ReaderFraming.Names)}.");

    private static void CheckRanges(SimulationOptions options)
    {
        if (options.Meters is < 1 or > SimulationOptions.MaxMeters) throw new UsageException($"--meters: {options.Meters} is not between 1 and {SimulationOptions.MaxMeters}.");
        if (options.Noise is not (>= 0 and <= 1)) throw new UsageException($"--noise: {options.Noise} is not between 0 and 1.");
    }

    private static (long Limit, DateTimeOffset Until) End(long? telegrams, long? seconds, DateTimeOffset start)
    {
        const long mostSeconds = 10L * 366 * 86_400;
        if (telegrams is not null && seconds is not null) throw new UsageException("Give --telegrams or --seconds, not both.");
        if (telegrams < 0) throw new UsageException($"--telegrams: {telegrams} is less than 0.");
        if (seconds is < 0 or > mostSeconds) throw new UsageException($"--seconds: {seconds} is not between 0 and {mostSeconds} (ten years).");
        return telegrams is { } count ? (count, DateTimeOffset.MaxValue) : (long.MaxValue, start.AddSeconds(seconds ?? DefaultSeconds));
    }

    private static void WriteKeys(string path, SocietySimulator simulator, PasswordSource passwords)
    {
        var format = KeyFileWriter.FormatOf(path);
        if (format == KeyFileFormat.Unknown) throw new UsageException($"--keys-out: {path} ends in none of .csv, .xlsx, .kem, .kem2.");
        string? password = null;
        if (format is KeyFileFormat.Kem or KeyFileFormat.Kem2 && !passwords.TryGet(path, out password, out var error))
        {
            var reason = error ?? new(KeyFileErrorCode.PasswordRequired, $"--keys-out: {path} needs a password");
            throw new UsageException($"{reason.Message}{KeyFileOptions.Advice(reason)}");
        }
        var entries = simulator.Meters.Select(m => new KeyEntry(
            new MeterKey(m.Address.Serial, m.Key, m.Address.Manufacturer, m.Name),
            Model: "FLOWIQ 21XX",
            Consumption: m.Address.DeviceType == 0x16 ? "VolumeCold" : ""));
        try
        {
            KeyFileWriter.Write(path, format, entries, password);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--keys-out: {path} cannot be written: {e.Message}");
        }
    }

    private static FileStream? OpenExpectations(string? path)
    {
        try
        {
            return path is null ? null : new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--expected-out: {path} cannot be written: {e.Message}");
        }
    }
}
