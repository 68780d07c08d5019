namespace Sluice.Cli.Tests.Analyze;

/// <summary>What analyze says about one telegram that was spoilt in every way that happens.</summary>
public sealed class VerdictTests : IDisposable
{
    private const string Body = "442D2C060000901F168D202A50540020A73212C1F0DC967F7826B3361FB1664AB3505C";
    private const string Crc = "AF8D";
    private const string Key = "000102030405060708090A0B0C0D0E0F";
    private const string OtherKey = "101112131415161718191A1B1C1D1E1F";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sluice-analyze-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("25" + Body + Crc, Key, "Decodes", "format B are present and hold")]
    [InlineData("23" + Body, Key, "Decodes", "stripped by the receiver")]
    [InlineData("25" + Body + Crc, OtherKey, "WrongKey", "the key is wrong")]
    [InlineData("25" + Body + Crc, null, "NoKey", "90000006")]
    [InlineData("25" + Body, Key, "CrcStripped", "subtract 2")]
    [InlineData("25" + Body, null, "CutShort", "2 are missing")]
    [InlineData("25442D2C060000901F168D202A5054", Key, "CutShort", "23 are missing")]
    [InlineData("23" + Body + Crc, null, "CrcLeftOn", "does not count them")]
    [InlineData("23" + Body + Crc, Key, "CrcLeftOn", "does not count them")]
    [InlineData("23" + Body + "BEEF", Key, "Decodes", "2 bytes after the end")]
    [InlineData("25" + Body + "BF8D", Key, "Damaged", "link CRC (format B) is still on, that one fails, and a single wrong bit in byte 17 or 36 would")]
    [InlineData("48656C6C6F20576F726C64", null, "NotWMBus", "65 is no control field")]
    public async Task Names_what_is_wrong(string telegram, string? key, string verdict, string reason)
    {
        string[] arguments = key is null ? ["analyze", telegram] : ["analyze", telegram, "--key", key];
        var result = await SluiceProcess.RunAsync(arguments);
        Assert.Contains($"Verdict: {verdict}\n", result.Output, StringComparison.Ordinal);
        Assert.Contains(reason, result.Output, StringComparison.Ordinal);
        Assert.Equal(verdict == "Decodes" ? 0 : 1, result.ExitCode);
    }

    [Fact]
    public async Task Names_the_meter_whose_key_fits()
    {
        var keys = Path.Combine(folder.FullName, "keys.csv");
        await File.WriteAllTextAsync(keys, $"id,key\n90000006,{OtherKey}\n90000007,{Key}\n", TestContext.Current.CancellationToken);
        var result = await SluiceProcess.RunAsync(["analyze", "25" + Body + Crc, "--keys", keys]);
        Assert.Contains("Verdict: KeyOfAnotherMeter\n  The key listed for 90000007 fits", result.Output, StringComparison.Ordinal);
    }
}
