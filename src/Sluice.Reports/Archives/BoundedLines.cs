using System.Runtime.CompilerServices;

namespace Sluice.Reports.Archives;

/// <summary>Lines of a stream, none longer than a limit.</summary>
internal sealed class BoundedLines(Stream source, int longest)
{
    /// <summary>The lines, without their ends; each is valid until the next.</summary>
    /// <exception cref="ReportException">A line is too long.</exception>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var buffer = new byte[Math.Max(longest * 2, 1 << 16)];
        int start = 0, end = 0, number = 1;
        while (true)
        {
            var line = buffer.AsMemory(start, end - start);
            var stop = line.Span.IndexOf((byte)'\n');
            if (stop >= 0)
            {
                if (stop > longest) throw TooLong(number);
                start += stop + 1;
                number++;
                if (stop > 0) yield return line[..stop];
                continue;
            }
            if (line.Length > longest) throw TooLong(number);
            line.CopyTo(buffer);
            (start, end) = (0, line.Length);
            var read = await source.ReadAsync(buffer.AsMemory(end), ct);
            if (read == 0)
            {
                if (end > 0) yield return buffer.AsMemory(0, end);
                yield break;
            }
            end += read;
        }
    }

    private ReportException TooLong(int number) => new("BadTelegramLine", $"Line {number} has more than {longest} bytes.");
}
