using Sluice.Cli.Sources;
using Sluice.WMBus.Receivers;

namespace Sluice.Cli.Tests.Sources;

public sealed class SerialSourceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Bytes_of_a_port_arrive_unchanged_until_cancelled()
    {
        using var terminal = PseudoTerminal.TryOpen();
        Assert.SkipWhen(terminal is null, "There are no pseudo terminals here.");
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var source = LiveSource.Parse(terminal!.Port + ":57600", ReceiverKind.Im871a, _ => { }, TimeProvider.System);
        var all = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray(); // control characters too
        var received = new List<byte>();
        var receiving = Task.Run(
            async () =>
            {
                await foreach (var piece in source.ReadAsync(cancel.Token))
                {
                    received.AddRange(piece.Span);
                    if (received.Count >= all.Length) await cancel.CancelAsync();
                }
            },
            TestContext.Current.CancellationToken);

        await Task.Delay(500, TestContext.Current.CancellationToken); // until the port is open and raw
        await terminal.Master.WriteAsync(all, TestContext.Current.CancellationToken);
        await receiving.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal(all, received);
    }

    [Fact]
    public async Task Silent_port_ends_when_cancelled()
    {
        using var terminal = PseudoTerminal.TryOpen();
        Assert.SkipWhen(terminal is null, "There are no pseudo terminals here.");
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var source = LiveSource.Parse(terminal!.Port, ReceiverKind.Auto, _ => { }, TimeProvider.System);
        var receiving = Task.Run(() => source.ReceiveAsync(new AutoReceiver(), _ => { }, cancel.Token), TestContext.Current.CancellationToken);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        await cancel.CancelAsync();
        await receiving.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Missing_port_is_said_clearly()
    {
        var source = LiveSource.Parse("/dev/ttyNOTHERE", ReceiverKind.Auto, _ => { }, TimeProvider.System);
        var e = await Assert.ThrowsAsync<SourceException>(() => source.ReceiveAsync(new AutoReceiver(), _ => { }, TestContext.Current.CancellationToken));
        Assert.StartsWith("/dev/ttyNOTHERE: there is no such port.", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/dev/ttyUSB0", ReceiverKind.Im871a, 57_600)]
    [InlineData("/dev/ttyUSB0", ReceiverKind.Amb8465, 9_600)]
    [InlineData("/dev/ttyUSB0", ReceiverKind.Cul, 38_400)]
    [InlineData("/dev/ttyUSB0:9600", ReceiverKind.Im871a, 9_600)]
    [InlineData("COM3", ReceiverKind.Vw1871, 115_200)]
    public void Baud_rate_is_the_makers_unless_given(string text, ReceiverKind kind, int baud) =>
        Assert.Equal(baud, Assert.IsType<SerialSource>(LiveSource.Parse(text, kind, _ => { }, TimeProvider.System)).Baud);
}
