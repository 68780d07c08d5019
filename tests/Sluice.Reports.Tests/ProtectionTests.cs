using Sluice.Reports.Protection;
using Sluice.Reports.Tests.Office;
using Sluice.Reports.Xlsx;

namespace Sluice.Reports.Tests;

public sealed class ProtectionTests : IDisposable
{
    private const string Password = "Sesame 12€ ✓";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sluice-reports-");

    public void Dispose() => folder.Delete(recursive: true);

    private string At(string name) => Path.Combine(folder.FullName, name);

    /// <summary>The larger one is of more than 7 MB, beyond the sectors the header of a compound file names.</summary>
    [Theory]
    [InlineData(3, 0, 50_000)]
    [InlineData(40_000, 256, 20_000_000)]
    public async Task LibreOffice_opens_a_protected_workbook_with_the_password_and_refuses_any_other(int meters, int noteBytes, long lessThan)
    {
        var random = new Random(1);
        var notes = Samples.Meters(meters).Select(m => m with { Note = Convert.ToBase64String(NextBytes(random, noteBytes)) });
        var ct = TestContext.Current.CancellationToken;
        var file = At("protected.xlsx");
        using (var protection = PackageProtection.FromPassword(Password))
        await using (var package = new ProtectedStream(protection, folder.FullName))
        await using (var target = File.Create(file))
        {
            await new SessionWorkbook(Workbook.Clock).WriteAsync(package, Samples.Report(meters) with { Meters = notes.ToAsyncEnumerable() }, new() { Template = WorkbookTemplate.Summary, Worksheets = new() { Meters = true } }, ct);
            await package.FinishAsync(target, ct);
        }
        Assert.InRange(new FileInfo(file).Length, noteBytes == 0 ? 1 : 8_000_000, lessThan);
        Assert.Equal([file], folder.GetFiles().Select(f => f.FullName)); // what waited on the disk is gone
        var seen = await LibreOffice.OpenAsync(new(file, Password, Cells: true), new(file, "sesame 12€ ✓"), new(file, ""));
        Assert.True(seen[0].Opened, seen[0].Error);
        Assert.Equal(["Summary", "Meters", "Metadata", "Chart data"], seen[0].Sheets.Select(s => s.Name));
        Assert.Equal(meters + 1, seen[0].Sheets[1].Rows.Count);
        Assert.Equal(Samples.Serial(meters - 1), seen[0].Sheets[1].Rows[meters][3].GetString());
        Assert.False(seen[1].Opened);
        Assert.False(seen[2].Opened);
    }

    private static byte[] NextBytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(256)]
    public void A_password_has_1_to_255_characters(int length)
    {
        var problem = Assert.Throws<ReportException>(() => PackageProtection.FromPassword(new string('x', length)));
        Assert.Equal("BadPassword", problem.Code);
        Assert.DoesNotContain("xx", problem.ToString(), StringComparison.Ordinal);
    }
}
