namespace Sluice.WMBus.Receivers;

/// <summary>A receiver of binary records. Keeps at most one incomplete record.</summary>
public abstract class RecordReceiver : StreamReceiver
{
    private readonly byte[] pending;
    private int count;

    /// <param name="longestRecord">No record is longer than this many bytes.</param>
    private protected RecordReceiver(int longestRecord) => pending = new byte[2 * longestRecord];

    /// <inheritdoc/>
    public sealed override void Push(ReadOnlySpan<byte> bytes, Action<ReceivedTelegram> sink)
    {
        while (!bytes.IsEmpty)
        {
            if (count == 0)
            {
                var rest = bytes[Consume(bytes, ended: false, sink)..];
                rest.CopyTo(pending);
                count = rest.Length;
                return;
            }
            var kept = count;
            var taken = Math.Min(pending.Length - count, bytes.Length);
            bytes[..taken].CopyTo(pending.AsSpan(count));
            count += taken;
            var used = Consume(pending.AsSpan(0, count), ended: false, sink);
            if (used >= kept)
            {
                // What is left lies wholly in the new piece: go on there, without copying.
                bytes = bytes[(used - kept)..];
                count = 0;
            }
            else
            {
                pending.AsSpan(used, count - used).CopyTo(pending);
                count -= used;
                bytes = bytes[taken..];
            }
        }
    }

    /// <inheritdoc/>
    public sealed override void Complete(Action<ReceivedTelegram> sink)
    {
        var rest = pending.AsSpan(0, count);
        count = 0;
        Consume(rest, ended: true, sink);
        OnCompleted();
    }

    /// <summary>Deals with the record or the junk at the start of <paramref name="bytes"/> (never empty).</summary>
    /// <returns>How many bytes are dealt with; 0 when more are needed to know, which is never said of as many bytes as the longest record has, nor when
    /// <paramref name="ended"/> says that no more will come. The answer must not depend on bytes behind those needed.</returns>
    private protected abstract int Take(ReadOnlySpan<byte> bytes, bool ended, Action<ReceivedTelegram> sink);

    /// <summary>Forgets what was learned from the stream that ended.</summary>
    private protected virtual void OnCompleted()
    {
    }

    private protected int Skip(int bytes)
    {
        SkippedBytes += bytes;
        return bytes;
    }

    /// <summary>A record that started well but is bad: the search goes on one byte behind its start, since the next good one may begin inside.</summary>
    private protected int RejectDamaged()
    {
        Damaged++;
        return Skip(1);
    }

    /// <summary>A record whose end is missing.</summary>
    private protected int RejectTruncated()
    {
        Truncated++;
        return Skip(1);
    }

    private int Consume(ReadOnlySpan<byte> bytes, bool ended, Action<ReceivedTelegram> sink)
    {
        var position = 0;
        while (position < bytes.Length)
        {
            var taken = Take(bytes[position..], ended, sink);
            if (taken == 0) break;
            position += taken;
        }
        return position;
    }
}
