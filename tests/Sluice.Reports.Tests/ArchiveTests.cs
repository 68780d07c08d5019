using System.IO.Compression;
using System.Text;
using Sluice.Metering.Telegrams;
using Sluice.Reports.Archives;
using Sluice.Reports.Cells;
using Sluice.WMBus.Frames;
using Sluice.WMBus.Receivers;

namespace Sluice.Reports.Tests;

public class ArchiveTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static readonly TelegramArrival[] Telegrams =
    [
        .. Enumerable.Range(0, 200).Select(i => new TelegramArrival(
            Convert.FromHexString("30442D2C030000901F068D2015205400207B3D706498962A1E420B56CC57E0EE2011395D886C9F25916220F939C73C75E6"),
            Samples.Start.AddSeconds(i), (FrameFormat)(i % 5), i % 3 == 0 ? null : -60 - (i % 30), i % 2 == 0 ? "VW1871-17" : null, i % 4 == 0 ? Samples.Start.AddSeconds(i - 1) : null)),
    ];

    [Fact]
    public async Task An_archive_is_complete_and_gives_back_its_telegrams()
    {
        var file = await WriteAsync();
        await using var archive = await ArchiveReader.OpenAsync(new MemoryStream(file), Stop);
        Assert.Equal(("green-meadows", Samples.Start, "Meera Shah", "Sluice 0.1.0"), (archive.Manifest.Society, archive.Manifest.CreatedAt, archive.Manifest.CreatedBy, archive.Manifest.Program));
        Assert.Equal([("telegrams/2026-11.jsonl", ArchiveKind.Telegrams, 200L), ("readings.csv", ArchiveKind.Readings, 40L)], archive.Manifest.Files.Select(f => (f.Path, f.Kind, f.Rows)));
        Assert.Empty(await archive.VerifyAsync(Stop));
        var read = await archive.ReadTelegramsAsync(Stop).ToListAsync(Stop);
        Assert.Equal(Telegrams.Select(Text), read.Select(Text));

        static string Text(TelegramArrival t) => $"{Convert.ToHexString(t.Bytes.Span)} {t.ReceivedAt:O} {t.Format} {t.RssiDbm} {t.Receiver} {t.HeardAt:O}";
    }

    [Fact]
    public async Task The_telegrams_of_an_archive_are_lines_the_decoder_reads()
    {
        await using var archive = await ArchiveReader.OpenAsync(new MemoryStream(await WriteAsync()), Stop);
        await using var lines = await archive.OpenFileAsync("telegrams/2026-11.jsonl", Stop);
        using var text = new MemoryStream();
        await lines.CopyToAsync(text, Stop);
        var seen = new List<ReceivedTelegram>();
        var receiver = new JsonLinesReceiver();
        receiver.Push(text.ToArray(), seen.Add);
        receiver.Complete(seen.Add);
        Assert.Equal(200, seen.Count);
        Assert.All(seen, t => Assert.Equal(Telegrams[0].Bytes.ToArray(), t.Bytes.ToArray()));
    }

    [Fact]
    public async Task A_changed_a_missing_and_a_strange_file_are_named()
    {
        var file = new MemoryStream();
        await file.WriteAsync(await WriteAsync(), Stop);
        using (var zip = new ZipArchive(file, ZipArchiveMode.Update, leaveOpen: true))
        {
            Replace(zip, "readings.csv", text => text.Replace("ACTUAL", "actual", StringComparison.Ordinal));
            zip.GetEntry("telegrams/2026-11.jsonl")!.Delete();
            using var strange = zip.CreateEntry("strange.txt").Open();
            strange.Write("x"u8);
        }
        await using (var archive = await ArchiveReader.OpenAsync(file, Stop))
            Assert.Equal([("strange.txt", ArchiveFault.NotListed), ("telegrams/2026-11.jsonl", ArchiveFault.Missing), ("readings.csv", ArchiveFault.WrongChecksum)], (await archive.VerifyAsync(Stop)).Select(p => (p.Path, p.Fault)));
        using (var zip = new ZipArchive(file, ZipArchiveMode.Update, leaveOpen: true)) Replace(zip, "readings.csv", text => text + " ");
        await using (var archive = await ArchiveReader.OpenAsync(file, Stop))
            Assert.Contains(new("readings.csv", ArchiveFault.WrongSize), await archive.VerifyAsync(Stop));
    }

    [Theory]
    [InlineData("", "NotAnArchive")]
    [InlineData("{}", "NotAnArchive")]
    [InlineData("{\"format\":\"sluice-archive\",\"version\":2,\"society\":\"s\",\"created_at\":\"2026-11-02T00:00:00Z\",\"created_by\":\"\",\"program\":\"\",\"files\":[]}", "NewerArchive")]
    [InlineData("{\"format\":\"sluice-archive\",\"version\":1,\"society\":\"s\",\"created_at\":\"2026-11-02T00:00:00Z\",\"created_by\":\"\",\"program\":\"\",\"files\":[{\"path\":\"../../etc/passwd\",\"kind\":\"document\",\"rows\":1,\"bytes\":1,\"sha256\":\"\"}]}", "NotAnArchive")]
    public async Task What_is_no_archive_of_ours_is_refused(string manifest, string code)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry("manifest.json").Open();
            entry.Write(Encoding.UTF8.GetBytes(manifest));
        }
        Assert.Equal(code, (await Assert.ThrowsAsync<ReportException>(async () => await ArchiveReader.OpenAsync(file, Stop))).Code);
    }

    [Fact]
    public async Task A_line_that_is_no_telegram_is_named_by_its_number()
    {
        using var lines = new MemoryStream(Encoding.UTF8.GetBytes("{\"telegram\":\"00\",\"received_at\":\"2026-11-02T00:00:00Z\",\"frame\":\"B\"}\n{\"telegram\":\"xx\"}\n"));
        var problem = await Assert.ThrowsAsync<ReportException>(async () => await TelegramLines.ReadAsync(lines, Stop).ToListAsync(Stop));
        Assert.Equal("BadTelegramLine", problem.Code);
        Assert.Contains("Line 2", problem.Message, StringComparison.Ordinal);
        using var endless = new MemoryStream(new byte[TelegramLines.MaxLine + 1]);
        Assert.Equal("BadTelegramLine", (await Assert.ThrowsAsync<ReportException>(async () => await TelegramLines.ReadAsync(endless, Stop).ToListAsync(Stop))).Code);
    }

    private static void Replace(ZipArchive zip, string path, Func<string, string> change)
    {
        string text;
        using (var reader = new StreamReader(zip.GetEntry(path)!.Open())) text = reader.ReadToEnd();
        zip.GetEntry(path)!.Delete();
        using var entry = zip.CreateEntry(path).Open();
        entry.Write(Encoding.UTF8.GetBytes(change(text)));
    }

    private static async Task<byte[]> WriteAsync()
    {
        using var stream = new MemoryStream();
        await using (var archive = await ArchiveWriter.CreateAsync(stream, Stop))
        {
            await archive.AddTelegramsAsync("telegrams/2026-11.jsonl", Telegrams.ToAsyncEnumerable(), Stop);
            await archive.AddCsvAsync("readings.csv", ArchiveKind.Readings, ReportColumns.Readings, Samples.Readings(40).ToAsyncEnumerable(), Stop);
            await archive.FinishAsync("green-meadows", Samples.Start, "Meera Shah", "Sluice 0.1.0", Stop);
        }
        return stream.ToArray();
    }
}
