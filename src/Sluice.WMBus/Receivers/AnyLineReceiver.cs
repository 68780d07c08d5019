namespace Sluice.WMBus.Receivers;

/// <summary>Text whose lines may be of any kind, also mixed: hexadecimal, JSON, rtl_wmbus, CUL. Each line is looked at by itself.</summary>
public sealed class AnyLineReceiver : LineReceiver
{
    private readonly HexLineReceiver hex = new();
    private readonly RtlWmbusReceiver rtl = new();
    private readonly CulReceiver cul = new();
    private readonly JsonLinesReceiver json = new();

    /// <summary>Kind of the last line; null before the first.</summary>
    public ReceiverKind? LastKind { get; private set; }

    /// <inheritdoc/>
    public override ReceiverStatistics Statistics
    {
        get
        {
            var sum = base.Statistics;
            foreach (var one in (ReadOnlySpan<ReceiverStatistics>)[hex.Statistics, rtl.Statistics, cul.Statistics, json.Statistics])
            {
                sum = new(sum.Telegrams + one.Telegrams, sum.Damaged + one.Damaged, sum.Truncated + one.Truncated, sum.SkippedBytes + one.SkippedBytes);
            }
            return sum;
        }
    }

    internal override void TakeLine(ReadOnlySpan<byte> line, long number, Action<ReceivedTelegram> sink)
    {
        var kind = KindOf(line);
        LastKind = kind;
        LineReceiver receiver = kind switch
        {
            ReceiverKind.JsonLines => json,
            ReceiverKind.RtlWmbus => rtl,
            ReceiverKind.Cul => cul,
            _ => hex,
        };
        receiver.TakeLine(line, number, sink);
    }

    private static ReceiverKind KindOf(ReadOnlySpan<byte> line) => line[0] switch
    {
        (byte)'{' => ReceiverKind.JsonLines,
        (byte)'T' or (byte)'C' or (byte)'S' or (byte)'r' or (byte)'t' when IsRtl(line) => ReceiverKind.RtlWmbus,
        (byte)'b' when IsCul(line) => ReceiverKind.Cul,
        _ => ReceiverKind.Hex,
    };

    private static bool IsRtl(ReadOnlySpan<byte> line) => line.IndexOf((byte)';') is 2 or 3;

    /// <summary>b is a hexadecimal digit too: what the control field would be decides.</summary>
    private static bool IsCul(ReadOnlySpan<byte> line)
    {
        if (line.Length > 1 && line[1] == 'Y') return true;
        return line.Length >= 5 && Control(line[3..5]) && !Control(line[2..4]);

        static bool Control(ReadOnlySpan<byte> digits)
        {
            Span<byte> c = stackalloc byte[1];
            return Convert.FromHexString(digits, c, out _, out _) == System.Buffers.OperationStatus.Done && FrameShape.IsControlField(c[0]);
        }
    }
}
