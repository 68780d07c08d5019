using System.Text;

namespace Sluice.WMBus.Receivers;

/// <summary>A receiver of text lines, ended by LF or CR LF. A line that is not understood becomes a <see cref="ReceivedTelegram"/> with
/// <see cref="DecodeErrorCode.BadInput"/>, so that every line gets its answer.</summary>
public abstract class LineReceiver : StreamReceiver
{
    /// <summary>Longest line in bytes; a longer one is one <see cref="DecodeErrorCode.BadInput"/> and is skipped up to its end.</summary>
    public const int MaxLineLength = 65_536;

    private const int MaxSourceLength = 512;

    private byte[] pending = [];
    private int count;
    private bool skipping;

    private protected LineReceiver()
    {
    }

    /// <summary>Number of the line that is being read, from 1 on.</summary>
    private protected long LineNumber { get; private set; } = 1;

    /// <inheritdoc/>
    public sealed override void Push(ReadOnlySpan<byte> bytes, Action<ReceivedTelegram> sink)
    {
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            if (end < 0)
            {
                if (!skipping) Keep(bytes, sink);
                return;
            }
            if (!skipping)
            {
                if (count == 0 && end <= MaxLineLength) TakeWhole(bytes[..end], sink);
                else if (Keep(bytes[..end], sink)) TakeWhole(pending.AsSpan(0, count), sink);
            }
            bytes = bytes[(end + 1)..];
            NextLine();
        }
    }

    /// <inheritdoc/>
    public sealed override void Complete(Action<ReceivedTelegram> sink)
    {
        if (!skipping && count > 0) TakeWhole(pending.AsSpan(0, count), sink);
        NextLine();
        LineNumber = 1;
    }

    /// <summary>Deals with one line, without its end and the white space around it; never empty.</summary>
    internal abstract void TakeLine(ReadOnlySpan<byte> line, long number, Action<ReceivedTelegram> sink);

    /// <summary>Hands over the answer for a line that is not understood.</summary>
    /// <param name="line">The line; it is shown up to the first thing that may be a key.</param>
    /// <param name="offset">Byte in the line, from 0 on.</param>
    /// <param name="what">What is wrong, as the rest of a sentence that begins with the line's number.</param>
    private protected void Bad(ReadOnlySpan<byte> line, long number, int offset, string what, Action<ReceivedTelegram> sink)
    {
        Damaged++;
        sink(new()
        {
            Bytes = default,
            Error = new(DecodeErrorCode.BadInput, Layer.Receiver, offset, $"Line {number} {what}"),
            Source = WithoutKey(Encoding.UTF8.GetString(line[..Math.Min(line.Length, MaxSourceLength)])),
        });
    }

    /// <summary>Keys must not get into messages: JSON is cut behind the word key, or where escapes could spell it.</summary>
    private static string WithoutKey(string text)
    {
        var key = text.IndexOf("key", StringComparison.OrdinalIgnoreCase);
        if (key >= 0) return string.Concat(text.AsSpan(0, key + 3), "…");
        var escape = text.IndexOf("\\u", StringComparison.OrdinalIgnoreCase);
        return escape >= 0 ? string.Concat(text.AsSpan(0, escape), "…") : text;
    }

    private void TakeWhole(ReadOnlySpan<byte> line, Action<ReceivedTelegram> sink)
    {
        if (LineNumber == 1 && line.StartsWith("\uFEFF"u8)) line = line[3..];
        line = line.Trim(" \t\r"u8);
        if (!line.IsEmpty) TakeLine(line, LineNumber, sink);
    }

    /// <summary>Keeps a part of a line. False when the line is now too long and has been reported.</summary>
    private bool Keep(ReadOnlySpan<byte> part, Action<ReceivedTelegram> sink)
    {
        var fitting = Math.Min(part.Length, MaxLineLength - count);
        if (count + fitting > pending.Length) Array.Resize(ref pending, Math.Min(MaxLineLength, Math.Max(count + fitting, Math.Max(1024, 2 * pending.Length))));
        part[..fitting].CopyTo(pending.AsSpan(count));
        count += fitting;
        if (fitting == part.Length) return true;
        Bad(pending.AsSpan(0, MaxSourceLength), LineNumber, MaxLineLength, $"is longer than {MaxLineLength} bytes; it is skipped.", sink);
        skipping = true;
        return false;
    }

    private void NextLine()
    {
        LineNumber++;
        count = 0;
        skipping = false;
    }
}
