using System.Text;
using System.Text.Json;
using Sluice.Imports.Keys;
using Sluice.WMBus.Frames;
using Sluice.WMBus.Security;

namespace Sluice.Cli.Tests.Keys;

public sealed class KeysCommandTests : IDisposable
{
    private const string Password = "Sluice-Pw";
    private const string Key = "000102030405060708090A0B0C0D0E0F";
    private static readonly Dictionary<string, string?> NoPassword = new() { [PasswordSource.DefaultVariable] = null };
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sluice-keys-");

    public void Dispose() => folder.Delete(recursive: true);

    private string NewFile(string name, string? text = null)
    {
        var path = Path.Combine(folder.FullName, name);
        if (text is not null)
        {
            File.WriteAllText(path, text);
            return path;
        }
        Assert.True(Manufacturer.TryParse("KAM", out var maker));
        KeyFileWriter.Write(path, KeyFileWriter.FormatOf(name),
            [new(new MeterKey(0x90000001, Convert.FromHexString(Key), maker, "Flat 12"), 1, "FLOWIQ 21XX", "02179C0H806", "0100200000000")], Password);
        return path;
    }

    [Theory, InlineData("a.kem", "KEM, encrypted"), InlineData("a.kem2", "KEM2, encrypted"), InlineData("a.csv", "CSV"), InlineData("a.xlsx", "Excel")]
    public async Task Inspect_shows_meters_and_fingerprints_but_no_key(string name, string format)
    {
        var file = NewFile(name);
        var result = await SluiceProcess.RunAsync(["keys", "inspect", file, "--password-file", NewFile("password", Password + "\n")]);
        Assert.Equal($"""
            {file}: {format}, 1 meter
            serial    manufacturer  name     model        key fingerprint
            90000001  KAM           Flat 12  FLOWIQ 21XX  be45cb26

            """.ReplaceLineEndings("\n"), result.Output);
        Assert.Empty(result.Errors);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task Inspect_names_bad_rows_and_ends_with_1()
    {
        var csv = Encoding.UTF8.GetBytes($"serial,key\n90000001,{Key}\n90000001,{Key}\n90000002,\nx,{Key}\n");
        var result = await SluiceProcess.RunAsync(["keys", "inspect", "-"], csv);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("row 3, meter 90000001: notice Duplicate: the same meter and key as in row 2; merged\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("row 4, meter 90000002: MissingKey: no key\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("row 5: InvalidSerial: ", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, result.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Inspect_writes_one_json_object_per_file()
    {
        var environment = new Dictionary<string, string?> { ["SOCIETY_PW"] = Password };
        var result = await SluiceProcess.RunAsync(
            ["keys", "inspect", NewFile("a.kem"), NewFile("b.txt", "no keys"), "--format", "json", "--password-env", "SOCIETY_PW"], environment: environment);
        Assert.Equal(1, result.ExitCode);
        var lines = result.Output.TrimEnd('\n').Split('\n');
        Assert.Equal(2, lines.Length);
        using var good = JsonDocument.Parse(lines[0]);
        Assert.Equal(("kem", true, 1), (good.RootElement.GetProperty("format").GetString(), good.RootElement.GetProperty("encrypted").GetBoolean(), good.RootElement.GetProperty("meters").GetInt32()));
        var key = good.RootElement.GetProperty("keys")[0];
        Assert.Equal(("90000001", "KAM", "be45cb26"), (key.GetProperty("serial").GetString(), key.GetProperty("manufacturer").GetString(), key.GetProperty("fingerprint").GetString()));
        using var bad = JsonDocument.Parse(lines[1]);
        Assert.Equal("NotAKeyFile", bad.RootElement.GetProperty("error").GetProperty("code").GetString());
        Assert.DoesNotContain(Key, result.Output + result.Errors, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Missing_and_wrong_passwords_and_missing_files_are_told_on_standard_error()
    {
        var file = NewFile("a.kem");
        var missing = await SluiceProcess.RunAsync(["keys", "inspect", file], environment: NoPassword);
        Assert.Equal((1, ""), (missing.ExitCode, missing.Output));
        Assert.Equal("sluice: a.kem: the file is encrypted and no password is given; use --password-file FILE, or set SLUICE_KEM_PASSWORD\n", missing.Errors);

        var wrong = await SluiceProcess.RunAsync(["keys", "inspect", file], environment: new Dictionary<string, string?> { [PasswordSource.DefaultVariable] = "another" });
        Assert.Equal(1, wrong.ExitCode);
        Assert.StartsWith("sluice: a.kem: the password does not open the file", wrong.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("another", wrong.Errors, StringComparison.Ordinal);

        var none = await SluiceProcess.RunAsync(["keys", "inspect", file + ".none"]);
        Assert.Equal((1, $"sluice: {file}.none: no such file\n"), (none.ExitCode, none.Errors));
    }

    [Theory]
    [InlineData("keys")]
    [InlineData("keys inspect")]
    [InlineData("keys inspect a.kem --format yaml")]
    [InlineData("keys inspect a.kem --password Secret")]
    [InlineData("keys inspect a.kem --password=Secret")]
    public async Task Wrong_usage_ends_with_2(string arguments)
    {
        var result = await SluiceProcess.RunAsync(arguments.Split(' '));
        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("sluice: ", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Secret", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_has_examples()
    {
        var result = await SluiceProcess.RunAsync(["keys", "inspect", "--help"]);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Examples:", result.Output, StringComparison.Ordinal);
    }
}
