using System.Runtime.Versioning;
using System.Text.RegularExpressions;

namespace Sluice.Architecture.Tests;

/// <summary>The script at the root. None of these installs anything; nothing is built when the published program is up to date.</summary>
[SupportedOSPlatform("linux")]
public sealed partial class ScriptTests : IDisposable
{
    private readonly DirectoryInfo scratch = Directory.CreateTempSubdirectory("sluice-script-");

    public void Dispose() => scratch.Delete(recursive: true);

    [Fact]
    public async Task Help_lists_the_words_of_the_script()
    {
        var result = await Shell.RunAsync("./sluice help");
        Assert.Equal(0, result.ExitCode);
        Assert.Empty(result.Errors);
        foreach (var word in (string[])["up", "test", "bench", "fuzz", "help"]) Assert.Contains($"./sluice {word} ", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_lists_every_command_of_the_program()
    {
        Published.Require();
        var help = await Shell.RunAsync("./sluice help");
        var program = await Shell.RunAsync("artifacts/sluice/sluice --help");
        var start = program.Output.IndexOf("Commands:", StringComparison.Ordinal);
        Assert.Empty(CommandLine().Matches(start < 0 ? "" : program.Output[start..]).Select(m => m.Groups["word"].Value)
            .Where(command => !help.Output.Contains($"./sluice {command} ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task No_word_is_wrong_usage()
    {
        var result = await Shell.RunAsync("./sluice");
        Assert.Equal(2, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Contains("./sluice help", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("./sluice frobnicate")]
    [InlineData("./sluice frobnicate 2>/dev/null; ./sluice frobnicate")] // twice: the second run finds things as the first left them
    [InlineData("cd / && \"$OLDPWD/sluice\" frobnicate")]
    [InlineData("ln -s \"$PWD/sluice\" \"$SCRATCH/linked\" && \"$SCRATCH/linked\" frobnicate")]
    public async Task An_unknown_word_is_wrong_usage_and_leaves_standard_output_clean(string command)
    {
        Published.Require();
        var result = await Shell.RunAsync(command, new Dictionary<string, string>(StringComparer.Ordinal) { ["SCRATCH"] = scratch.FullName }, timeoutMs: 600_000); // may publish first, on a busy machine
        Assert.Equal(2, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Contains("frobnicate", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_takes_no_arguments()
    {
        var result = await Shell.RunAsync("./sluice test everything");
        Assert.Equal(2, result.ExitCode);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task Without_the_SDK_and_without_root_it_says_what_to_install()
    {
        Tool("id", "echo 1000");
        var result = await WithoutSdkAsync("./sluice bench decode");
        Assert.Equal(2, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Contains("apt-get install -y dotnet-sdk-10.0", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("+ ", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_SDK_root_installs_the_distributions_package_and_shows_the_command()
    {
        Tool("id", "echo 0");
        Tool("apt-cache", "echo dotnet-sdk-10.0");
        Tool("apt-get", $"[ \"$1\" = install ] && printf '#!/bin/sh\\necho \"dotnet $*\"\\n' >\"{scratch.FullName}/dotnet\" && chmod +x \"{scratch.FullName}/dotnet\"");
        var result = await WithoutSdkAsync("./sluice bench decode");
        Assert.Contains("+ env DEBIAN_FRONTEND=noninteractive apt-get install -y dotnet-sdk-10.0", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("+ apt-get update", result.Errors, StringComparison.Ordinal);
        var again = await WithoutSdkAsync("./sluice bench decode");
        Assert.DoesNotContain("+ ", again.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_LibreOffice_and_without_root_the_tests_say_what_to_install()
    {
        Tool("id", "echo 1000");
        Tool("dotnet", "exit 0");
        var result = await WithoutSdkAsync("./sluice test");
        Assert.Equal(2, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Contains("apt-get install -y --no-install-recommends libreoffice-calc", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("+ ", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_LibreOffice_root_installs_it_once_and_shows_the_command()
    {
        Tool("id", "echo 0");
        Tool("dotnet", "[ \"$1\" != restore ]"); // ends the run behind the step under test
        Tool("apt-get", $"[ \"$1\" = install ] && for tool in soffice shellcheck npm radosgw ceph-mon ceph-osd mosquitto mosquitto_pub; do printf '#!/bin/sh\\n' >\"{scratch.FullName}/$tool\" && chmod +x \"{scratch.FullName}/$tool\"; done");
        var result = await WithoutSdkAsync("./sluice test");
        Assert.Contains("+ apt-get update", result.Errors, StringComparison.Ordinal);
        Assert.Contains("apt-get install -y --no-install-recommends libreoffice-calc", result.Errors, StringComparison.Ordinal);
        var again = await WithoutSdkAsync("./sluice test");
        Assert.DoesNotContain("+ ", again.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shellcheck_finds_nothing()
    {
        Assert.SkipWhen((await Shell.RunAsync("command -v shellcheck")).ExitCode != 0, "shellcheck is not installed; ./sluice test installs it");
        var result = await Shell.RunAsync("shellcheck sluice .ci/run");
        Assert.True(result.ExitCode == 0, result.Output);
    }

    /// <summary>Runs with a PATH that has only what the script needs of the system, plus the stand-ins of this test.</summary>
    private Task<ShellResult> WithoutSdkAsync(string command)
    {
        foreach (var name in (string[])["bash", "cat", "env", "find", "mktemp", "rm", "readlink", "sh", "chmod"])
        {
            if (!File.Exists(Path.Combine(scratch.FullName, name))) Tool(name, $"exec \"$(PATH=/usr/bin:/bin command -v {name})\" \"$@\"");
        }
        return Shell.RunAsync(command, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = scratch.FullName,
            ["HOME"] = scratch.FullName,
            ["DOTNET_ROOT"] = "",
        });
    }

    [GeneratedRegex(@"^  (?<word>[a-z][a-z-]+)\b", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CommandLine();

    private void Tool(string name, string body)
    {
        var path = Path.Combine(scratch.FullName, name);
        File.WriteAllText(path, $"#!/bin/sh\n{body}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
