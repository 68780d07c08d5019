namespace Sluice.Reports.Protection;

/// <summary>The bytes of a stream in a compound file.</summary>
/// <param name="Length">How many.</param>
/// <param name="CopyToAsync">Writes exactly that many.</param>
internal sealed record CompoundContent(long Length, Func<Stream, CancellationToken, Task> CopyToAsync);

/// <summary>A storage or a stream of a compound file.</summary>
/// <param name="Name">At most 31 characters.</param>
/// <param name="Content">Its bytes; null: a storage.</param>
/// <param name="Children">What a storage holds.</param>
internal sealed record CompoundEntry(string Name, CompoundContent? Content, IReadOnlyList<CompoundEntry> Children)
{
    public static CompoundEntry Storage(string name, params CompoundEntry[] children) => new(name, null, children);

    public static CompoundEntry Stream(string name, byte[] bytes) => new(name, new(bytes.Length, (to, ct) => to.WriteAsync(bytes, ct).AsTask()), []);
}
