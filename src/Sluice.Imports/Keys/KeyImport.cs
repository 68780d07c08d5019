using System.Collections.Immutable;

namespace Sluice.Imports.Keys;

/// <summary>What a key file holds: every usable key, and every row that is not usable with its reason.</summary>
/// <param name="Format">What the file is.</param>
/// <param name="IsEncrypted">True when a password was needed.</param>
/// <param name="Keys">One entry per meter, in the file's order.</param>
/// <param name="Problems">In the file's order.</param>
public sealed record KeyImport(KeyFileFormat Format, bool IsEncrypted, ImmutableArray<KeyEntry> Keys, ImmutableArray<KeyProblem> Problems)
{
    /// <summary>True when a row could not be imported.</summary>
    public bool HasProblems => Problems.Any(static p => !p.IsNotice);

    /// <summary>Counts only; never keys.</summary>
    public override string ToString() => $"{Format}: {Keys.Length} keys, {Problems.Length} problems";
}
