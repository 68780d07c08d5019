namespace Sluice.Cli.Import;

/// <summary>The lines of a file, last one first, in constant memory.</summary>
internal static class LinesFromTheEnd
{
    private const int Block = 1 << 20;

    /// <summary>Reads them; empty lines are left out.</summary>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(FileStream file, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        byte[] tail = [];   // the beginning of a line whose head is in the block before
        for (var end = file.Length; end > 0;)
        {
            var start = Math.Max(0, end - Block);
            var block = new byte[(int)(end - start) + tail.Length];
            file.Position = start;
            await file.ReadExactlyAsync(block.AsMemory(0, (int)(end - start)), ct);
            tail.CopyTo(block, (int)(end - start));
            var rest = block.AsMemory();
            for (int at; (at = rest.Span.LastIndexOf((byte)'\n')) >= 0; rest = rest[..at])
                if (at < rest.Length - 1) yield return rest[(at + 1)..];
            tail = rest.ToArray();
            end = start;
        }
        if (tail.Length > 0) yield return tail;
    }
}
