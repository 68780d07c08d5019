namespace Sluice.WMBus.Receivers;

/// <summary>Finds out from its first bytes what kind of stream this is, then hands everything, those bytes included, to the receiver of that kind.</summary>
/// <remarks>
/// All receivers listen until one of them has a telegram; the first one wins. A stream that gives none of them anything is decided after
/// <see cref="LongestLook"/> bytes, or at its end, by how it looks. Text may mix hexadecimal, JSON, rtl_wmbus and CUL lines.
/// After <see cref="Complete"/> it begins anew.
/// </remarks>
public sealed class AutoReceiver : StreamReceiver
{
    /// <summary>Most bytes that are held back while the kind is not known.</summary>
    public const int LongestLook = 4096;

    private const int SmallestTelegram = 10;

    private readonly byte[] seen = new byte[LongestLook];
    private Candidate[] candidates = [];
    private int count;
    private bool mayBeText = true;
    private StreamReceiver? chosen;
    private ReceiverStatistics before = new();

    /// <summary>The kind found; null while it is not known. Of text, the kind of the last line.</summary>
    public ReceiverKind? Detected { get; private set; }

    /// <inheritdoc/>
    public override ReceiverStatistics Statistics => chosen is null ? before : Sum(before, chosen.Statistics);

    /// <inheritdoc/>
    public override void Push(ReadOnlySpan<byte> bytes, Action<ReceivedTelegram> sink)
    {
        while (chosen is null && !bytes.IsEmpty)
        {
            // Byte by byte, so that the choice does not depend on how the stream is cut.
            Look(bytes[..1]);
            bytes = bytes[1..];
            if ((Decide() ?? (count == LongestLook ? DecideByLook() : null)) is { } kind) Choose(kind, sink);
        }
        if (chosen is null || bytes.IsEmpty) return;
        chosen.Push(bytes, sink);
        NoteLineKind();
    }

    /// <inheritdoc/>
    public override void Complete(Action<ReceivedTelegram> sink)
    {
        if (chosen is null && count > 0)
        {
            foreach (var candidate in candidates) candidate.Receiver.Complete(candidate.Count);
            Choose(DecideByLook(), sink);
        }
        if (chosen is null) return;
        chosen.Complete(sink);
        NoteLineKind();
        before = Sum(before, chosen.Statistics);
        chosen = null;
        candidates = [];
        count = 0;
        mayBeText = true;
    }

    private void Look(ReadOnlySpan<byte> one)
    {
        if (candidates.Length == 0)
        {
            candidates =
            [
                new(ReceiverKind.Vw1871, new Vw1871Receiver()),
                new(ReceiverKind.Im871a, new Im871aReceiver()),
                new(ReceiverKind.Amb8465, new Amb8465Receiver(rssiAppended: true, commandModeOnly: true)), // its transparent mode is as good as raw
                new(ReceiverKind.Hex, new AnyLineReceiver()), // stands for all text
                new(ReceiverKind.Raw, new RawTelegramReceiver()),
            ];
        }
        seen[count++] = one[0];
        mayBeText &= IsText(one[0]);
        foreach (var candidate in candidates) candidate.Receiver.Push(one, candidate.Count);
    }

    /// <summary>The kind, if it is certain already.</summary>
    private ReceiverKind? Decide()
    {
        foreach (var candidate in candidates)
        {
            if (candidate.Good == 0) continue;
            // Telegrams without framing are inside every other stream: only two that follow each other closely, from the first byte on, tell.
            var certain = candidate.Kind != ReceiverKind.Raw || (!mayBeText && candidate.Good >= 2 && candidate.Receiver.Statistics.SkippedBytes <= 2);
            if (certain) return candidate.Kind;
        }
        return null;
    }

    private ReceiverKind DecideByLook()
    {
        if (Decide() is { } kind) return kind;
        if (Of(ReceiverKind.Vw1871).WasSeen) return ReceiverKind.Vw1871;
        if (mayBeText) return ReceiverKind.Hex;
        if (Of(ReceiverKind.Raw).Good > 0) return ReceiverKind.Raw;
        return Of(ReceiverKind.Im871a).WasSeen ? ReceiverKind.Im871a : ReceiverKind.Raw;
    }

    private Candidate Of(ReceiverKind kind) => Array.Find(candidates, c => c.Kind == kind)!;

    private void Choose(ReceiverKind kind, Action<ReceivedTelegram> sink)
    {
        candidates = [];
        Detected = kind;
        chosen = kind == ReceiverKind.Hex ? new AnyLineReceiver() : Create(kind);
        chosen.Push(seen.AsSpan(0, count), sink);
        NoteLineKind();
    }

    private void NoteLineKind()
    {
        if (chosen is AnyLineReceiver { LastKind: { } kind }) Detected = kind;
    }

    /// <summary>Printable ASCII, white space, and bytes of UTF-8; FB and FF, which begin binary records, are not among them.</summary>
    private static bool IsText(byte b) => b is (>= 0x20 and not (0x7F or 0xC0 or 0xC1) and < 0xF5) or (byte)'\t' or (byte)'\r' or (byte)'\n';

    private static ReceiverStatistics Sum(ReceiverStatistics a, ReceiverStatistics b) => new(
        a.Telegrams + b.Telegrams,
        a.Damaged + b.Damaged,
        a.Truncated + b.Truncated,
        a.SkippedBytes + b.SkippedBytes,
        b.BatteryMillivolts ?? a.BatteryMillivolts);

    private sealed class Candidate
    {
        public Candidate(ReceiverKind kind, StreamReceiver receiver)
        {
            Kind = kind;
            Receiver = receiver;
            Count = telegram => Good += telegram.Error.IsNone && telegram.Bytes.Length >= SmallestTelegram ? 1 : 0;
        }

        public ReceiverKind Kind { get; }

        public StreamReceiver Receiver { get; }

        public Action<ReceivedTelegram> Count { get; }

        public int Good { get; private set; }

        public bool WasSeen => Good > 0 || Receiver.Statistics is { Damaged: > 0 } or { Truncated: > 0 } or { BatteryMillivolts: not null };
    }
}
