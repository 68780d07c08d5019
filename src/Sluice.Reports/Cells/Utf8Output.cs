using System.Globalization;
using System.Text;

namespace Sluice.Reports.Cells;

/// <summary>Collects UTF-8 and hands it to a stream in large pieces. Grows only for a single row that is larger than the buffer.</summary>
internal sealed class Utf8Output(Stream stream)
{
    private const int FlushAt = 64 * 1024;
    private byte[] buffer = new byte[FlushAt + 16 * 1024];
    private int length;

    /// <summary>At least <paramref name="size"/> free bytes; <see cref="Advance"/> says how many were used.</summary>
    public Span<byte> Free(int size)
    {
        if (buffer.Length - length < size) Array.Resize(ref buffer, Math.Max(buffer.Length * 2, length + size));
        return buffer.AsSpan(length);
    }

    public void Advance(int count) => length += count;

    public void Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Free(bytes.Length));
        length += bytes.Length;
    }

    public void Byte(byte value)
    {
        Free(1)[0] = value;
        length++;
    }

    /// <summary>Characters as they are; a lone surrogate becomes U+FFFD.</summary>
    public void Chars(ReadOnlySpan<char> text)
    {
        if (text.Length == 0) return;
        length += Encoding.UTF8.GetBytes(text, Free(text.Length * 3));
    }

    public void Format<T>(T value, ReadOnlySpan<char> format = default) where T : IUtf8SpanFormattable
    {
        if (!value.TryFormat(Free(64), out var written, format, CultureInfo.InvariantCulture)) throw new ArgumentException("Longer than 64 bytes.", nameof(value));
        length += written;
    }

    /// <summary>Writes to the stream when enough has come together.</summary>
    public ValueTask FlushIfLargeAsync(CancellationToken ct) => length < FlushAt ? ValueTask.CompletedTask : FlushAsync(ct);

    /// <summary>Writes what there is to the stream, without flushing the stream.</summary>
    public async ValueTask FlushAsync(CancellationToken ct)
    {
        var count = length;
        length = 0;
        if (count > 0) await stream.WriteAsync(buffer.AsMemory(0, count), ct);
    }
}
