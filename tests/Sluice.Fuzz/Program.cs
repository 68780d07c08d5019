using System.Globalization;

namespace Sluice.Fuzz;

/// <summary><c>./sluice fuzz [--seconds S | --iterations N] [--seed S] [--target NAME] [--replay HEX]</c></summary>
public static class Program
{
    private const string Usage = """
        usage: ./sluice fuzz [--seconds S | --iterations N] [--seed S] [--target NAME]
               ./sluice fuzz --target NAME --replay HEX
        Without limits each target runs 30 seconds. Both limits count for each target.
        """;

    public static int Main(string[] args)
    {
        long? iterations = null;
        double? seconds = null;
        var seed = 1;
        string? name = null;
        byte[]? replay = null;
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : "";
            var understood = args[i] switch
            {
                "--seconds" => double.TryParse(value, CultureInfo.InvariantCulture, out var s) && s is > 0 and < 1e8 && (seconds = s) is not null,
                "--iterations" => long.TryParse(value, CultureInfo.InvariantCulture, out var n) && n > 0 && (iterations = n) is not null,
                "--seed" => int.TryParse(value, CultureInfo.InvariantCulture, out seed),
                "--target" => FuzzTargets.Names.Contains(name = value),
                "--replay" => value.Length % 2 == 0 && value.All(char.IsAsciiHexDigit) && (replay = Convert.FromHexString(value)) is not null,
                _ => false,
            };
            if (!understood) return Misuse(args[i] is "--help" or "-h" ? "" : $"'{args[i]} {value}' is not understood; targets are {string.Join(", ", FuzzTargets.Names)}\n");
        }
        if (replay is not null) return name is null ? Misuse("--replay needs --target\n") : Replay(name, replay);
        if (seconds is null && iterations is null) seconds = 30;
        var failed = 0;
        foreach (var target in name is null ? FuzzTargets.Names : [name])
        {
            var result = new Fuzzer(FuzzTargets.Create(target), seed, TimeSpan.FromSeconds(2)).Run(iterations, seconds is { } s ? TimeSpan.FromSeconds(s) : null);
            if (result.Failure is not null)
            {
                failed++;
                Console.Error.WriteLine(result.Failure);
            }
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{result.Target}: {result.Iterations} inputs, {result.Behaviours} behaviours, {result.Elapsed.TotalSeconds:F1} s, heap {result.MemoryGrowth / 1e6:+0.0;-0.0;0} MB, {(result.Failure is null ? "ok" : "FAILED")}"));
        }
        return failed == 0 ? 0 : 1;
    }

    private static int Replay(string name, byte[] input)
    {
        FuzzTargets.Create(name).Run(input); // an exception shows itself
        Console.WriteLine($"{name}: the input of {input.Length} bytes passes");
        return 0;
    }

    private static int Misuse(string message)
    {
        Console.Error.WriteLine((message.Length > 0 ? "sluice: fuzz: " : "") + message + Usage);
        return message.Length > 0 ? 2 : 0;
    }
}
