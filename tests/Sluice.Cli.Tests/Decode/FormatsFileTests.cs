using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sluice.Cli.Tests.Decode;

/// <summary>Formats learned by <c>decode</c> outlive the process.</summary>
public sealed class FormatsFileTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sluice-formats-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_live_source_keeps_what_it_learned_while_it_still_runs()
    {
        var ct = TestContext.Current.CancellationToken;
        var file = Path.Combine(folder.FullName, "formats.json");
        using var gateway = new TcpListener(IPAddress.Loopback, 0);
        gateway.Start();
        var source = $"tcp://127.0.0.1:{((IPEndPoint)gateway.LocalEndpoint).Port}";
        var run = SluiceProcess.RunAsync(["decode", "--source", source, "--formats", file, "--reader", "hex"], timeoutMs: 15_000);
        using var client = await gateway.AcceptTcpClientAsync(ct);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("1D446D040100009001078D200100000000142B7804131E160000023B0100\n"), ct);
        for (var i = 0; i < 120 && !File.Exists(file) && !run.IsCompleted; i++) await Task.Delay(100, ct);
        Assert.False(run.IsCompleted);
        Assert.Contains("44C9", await File.ReadAllTextAsync(file, ct), StringComparison.Ordinal);
        await Assert.ThrowsAsync<TimeoutException>(() => run); // a live source ends only when it is told to
    }
}
