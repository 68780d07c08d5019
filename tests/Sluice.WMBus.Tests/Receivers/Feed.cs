using Sluice.WMBus.Receivers;

namespace Sluice.WMBus.Tests.Receivers;

/// <summary>Feeds streams to receivers and shows what came out in a form that compares.</summary>
internal static class Feed
{
    public static List<ReceivedTelegram> AtOnce(StreamReceiver receiver, byte[] stream) => InPieces(receiver, stream, [stream.Length]);

    /// <summary>Feeds pieces of the given lengths, over and over, until the stream is used up.</summary>
    public static List<ReceivedTelegram> InPieces(StreamReceiver receiver, byte[] stream, IReadOnlyList<int> lengths)
    {
        var telegrams = new List<ReceivedTelegram>();
        for (int at = 0, i = 0; at < stream.Length; i++)
        {
            var length = Math.Min(Math.Max(1, lengths[i % lengths.Count]), stream.Length - at);
            receiver.Push(stream.AsSpan(at, length), telegrams.Add);
            at += length;
        }
        receiver.Complete(telegrams.Add);
        return telegrams;
    }

    public static ReceivedTelegram Single(StreamReceiver receiver, string text) => Assert.Single(AtOnce(receiver, Wire.Text(text)));

    public static string[] Hex(IEnumerable<ReceivedTelegram> telegrams) => [.. telegrams.Select(t => Convert.ToHexString(t.Bytes.Span))];

    /// <summary>Everything a telegram holds, as text.</summary>
    public static string[] Show(IEnumerable<ReceivedTelegram> telegrams) => [.. telegrams.Select(t =>
        $"{Convert.ToHexString(t.Bytes.Span)} {t.Format} {t.RssiDbm} {t.Device} {t.HeardAt:O} {t.ReceiverClockSeconds} {t.Key} {t.Name} {t.Error} {t.Source}")];
}
