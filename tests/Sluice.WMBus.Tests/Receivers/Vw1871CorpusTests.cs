using System.Text.Json;
using Sluice.WMBus.Receivers;

namespace Sluice.WMBus.Tests.Receivers;

/// <summary>The recording of a VW1871 that lies beside the repository, when it does.</summary>
public sealed class Vw1871CorpusTests
{
    [Fact]
    public void Recording_gives_every_record_at_once_and_as_notifications()
    {
        var folder = Folder() ?? "";
        Assert.SkipWhen(folder.Length == 0, "The corpus is not beside the repository.");
        using var expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "expected.json")));
        var records = expected.RootElement.GetProperty("records").EnumerateArray()
            .Select(r => $"{r.GetProperty("frame").GetString()} {r.GetProperty("rssi_dbm").GetInt32()} {r.GetProperty("device_time").GetInt64()}").ToArray();
        var battery = expected.RootElement.GetProperty("battery_mv").GetInt32();

        var whole = new Vw1871Receiver();
        var atOnce = Feed.AtOnce(whole, File.ReadAllBytes(Path.Combine(folder, "stream.bin")));

        var live = new Vw1871Receiver();
        var telegrams = new List<ReceivedTelegram>();
        foreach (var line in File.ReadLines(Path.Combine(folder, "notifications.txt"))) live.Push(Convert.FromHexString(line.Trim()), telegrams.Add);
        live.Complete(telegrams.Add);

        Assert.Equal(records, Show(atOnce));
        Assert.Equal(records, Show(telegrams));
        Assert.Equal(whole.Statistics, live.Statistics);
        Assert.Equal((battery, 1, 0), (live.Statistics.BatteryMillivolts, live.Statistics.Truncated, live.Statistics.Damaged));
        Assert.Equal(Feed.Show(atOnce), Feed.Show(Feed.AtOnce(new AutoReceiver(), File.ReadAllBytes(Path.Combine(folder, "stream.bin")))));
    }

    private static string[] Show(IEnumerable<ReceivedTelegram> telegrams) =>
        [.. telegrams.Select(t => $"{Convert.ToHexString(t.Bytes.Span)} {t.RssiDbm} {t.ReceiverClockSeconds}")];

    private static string? Folder()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (!File.Exists(Path.Combine(at.FullName, "sluice.slnx"))) continue;
            var folder = Path.Combine(at.FullName, "..", "shared", "corpus", "vw1871");
            return Directory.Exists(folder) ? folder : null;
        }
        return null;
    }
}
