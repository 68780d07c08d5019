using Sluice.Fuzz.Targets;

namespace Sluice.Fuzz;

/// <summary>Everything that can be fuzzed.</summary>
public static class FuzzTargets
{
    private static readonly (string Name, Func<FuzzTarget> Create)[] Table =
    [
        ("decoder", static () => new DecoderTarget()),
        ("fast", static () => new FastTarget()),
        ("receivers", static () => new ReceiversTarget()),
        ("messages", static () => new MessagesTarget()),
        ("drivers", static () => new DriversTarget()),
        ("formats", static () => new FormatsTarget()),
        ("keys", static () => new KeysTarget()),
    ];

    /// <summary>Names of the targets.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Table.Select(static row => row.Name)];

    /// <summary>Makes a target.</summary>
    public static FuzzTarget Create(string name) => Table.Single(row => row.Name == name).Create();
}
