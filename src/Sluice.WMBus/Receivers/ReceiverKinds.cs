namespace Sluice.WMBus.Receivers;

/// <summary>The names of the receiver kinds, as the command line and configuration files write them.</summary>
public static class ReceiverKinds
{
    private static readonly (ReceiverKind Kind, string Name)[] Table =
    [
        (ReceiverKind.Auto, "auto"),
        (ReceiverKind.Hex, "hex"),
        (ReceiverKind.Vw1871, "vw1871"),
        (ReceiverKind.RtlWmbus, "rtl-wmbus"),
        (ReceiverKind.Im871a, "im871a"),
        (ReceiverKind.Amb8465, "amb8465"),
        (ReceiverKind.Cul, "cul"),
        (ReceiverKind.JsonLines, "jsonl"),
        (ReceiverKind.Raw, "raw"),
    ];

    /// <summary>All names, auto first.</summary>
    public static IReadOnlyList<string> Names { get; } = Array.AsReadOnly(Array.ConvertAll(Table, static row => row.Name));

    /// <summary>The name of a kind, for example <c>rtl-wmbus</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="kind"/> is not one of the named values.</exception>
    public static string NameOf(ReceiverKind kind)
    {
        foreach (var row in Table) if (row.Kind == kind) return row.Name;
        throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no receiver of this kind.");
    }

    /// <summary>Finds the kind with this name, upper or lower case.</summary>
    /// <returns>False when no kind has this name.</returns>
    public static bool TryParse(string? name, out ReceiverKind kind)
    {
        foreach (var row in Table)
        {
            if (!string.Equals(row.Name, name, StringComparison.OrdinalIgnoreCase)) continue;
            kind = row.Kind;
            return true;
        }
        kind = default;
        return false;
    }
}
