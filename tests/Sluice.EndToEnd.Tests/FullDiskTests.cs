using System.Diagnostics;
using System.Net;

namespace Sluice.EndToEnd.Tests;

/// <summary>A disk that fills up while telegrams arrive.</summary>
public sealed class FullDiskTests : ServerTests
{
    [Fact]
    public async Task A_full_disk_is_said_loses_nothing_acknowledged_and_is_over_when_there_is_room()
    {
        Directory.CreateDirectory(Data);
        Assert.SkipUnless(Run("mount", "-t", "tmpfs", "-o", "size=1500k", "sluice-test", Data), "needs the right to mount a small file system");
        try
        {
            await using var server = await ServerProcess.StartAsync(Data, "--keys", KeyFile);
            var acknowledged = new List<int>();
            var full = false;
            for (var number = 1; number < 40_000 && !full; number += 100)
            {
                int[] numbers = [.. Enumerable.Range(number, 100)];
                using var answer = await server.Http.PostAsync("/api/telegrams?reader=hex", Hex(numbers.Select(n => Meters[0].Telegram(n))), Cancel);
                if (answer.IsSuccessStatusCode)
                {
                    acknowledged.AddRange(numbers);
                    continue;
                }
                Assert.Equal("StorageFull", (await ProblemAsync(answer, HttpStatusCode.InsufficientStorage)).Code);
                full = true;
            }
            Assert.True(full, "the disk did not fill up");
            Assert.NotEmpty(acknowledged);
            using (var health = await server.Http.GetAsync("/health", Cancel)) Assert.True(health.IsSuccessStatusCode);

            Assert.True(Run("mount", "-o", "remount,size=64m", Data));
            await UntilAsync(async () => (await OverviewAsync(server.Http)).Pending == 0);
            Assert.Subset((await AllReadingsAsync(server.Http)).Select(static r => r.Litres).ToHashSet(), acknowledged.ToHashSet());
            Assert.Equal(1, (await SendAsync(server.Http, Meters[1].Telegram(1))).Stored);
            await server.InterruptAsync();
        }
        finally
        {
            Run("umount", "-l", Data);
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;   // there is no such program
        }
    }
}
