namespace Sluice.Cli.Tests.Decode;

/// <summary>What a user may get wrong with the commands that take telegrams.</summary>
public class WrongUseTests
{
    private const string Telegram = "30442D2C030000901F068D2015205400207B3D706498962A1E420B56CC57E0EE2011395D886C9F25916220F939C73C75E6";
    private const string Key = "000102030405060708090A0B0C0D0E0F";

    [Theory]
    [InlineData("decode")]
    [InlineData("analyze")]
    public async Task A_misspelt_option_is_wrong_usage_and_its_value_stays_hidden(string command)
    {
        var result = await SluiceProcess.RunAsync([command, Telegram, "--kye", Key]);
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains("'--kye'", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("decode")]
    [InlineData("analyze")]
    public async Task An_empty_telegram_is_wrong_usage(string command)
    {
        var result = await SluiceProcess.RunAsync([command, " "]);
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
    }

    [Theory]
    [InlineData("decode")]
    [InlineData("analyze")]
    public async Task Bytes_without_any_telegram_are_not_fine(string command)
    {
        var result = await SluiceProcess.RunAsync([command], new byte[10_000]);
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("no telegram found", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("decode")]
    [InlineData("analyze")]
    public async Task No_bytes_at_all_are_fine(string command)
    {
        var result = await SluiceProcess.RunAsync([command], []);
        Assert.Equal(0, result.ExitCode);
    }

    [Theory]
    [InlineData("exec \"$0\" \"$1\" decode < /tmp")]
    [InlineData("exec \"$0\" \"$1\" decode 00 > /dev/full")]
    public async Task Input_or_output_that_fails_is_told_in_one_line(string script)
    {
        if (!OperatingSystem.IsLinux()) return;
        var result = await SluiceProcess.RunShellAsync(script);
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("sluice: input or output failed: ", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("id,key\n90000003,zz\n", "1 row has no usable key")]
    [InlineData("id,key\n", "there is no key in it")]
    public async Task Keys_that_are_left_out_are_told(string csv, string message)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, csv, TestContext.Current.CancellationToken);
            var result = await SluiceProcess.RunAsync(["decode", Telegram, "--keys", file]);
            Assert.Equal(1, result.ExitCode);
            Assert.Contains(message, result.Errors, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
