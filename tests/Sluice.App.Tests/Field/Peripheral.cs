using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Playwright;

namespace Sluice.App.Tests.Field;

/// <summary>A VW1871 played by Chromium's own Bluetooth emulation: navigator.bluetooth is the browser's, the other side is ours.</summary>
internal sealed class Peripheral
{
    private const string Address = "09:09:09:09:09:09", Service = "49535343-fe7d-4ae5-8fa9-9fafd205e455", Data = "49535343-1e4d-4bd9-ba61-23c647249616";
    private readonly ConcurrentQueue<byte[]> values = new();
    private readonly ICDPSession session;
    private readonly IPage page;
    private bool answered;

    private Peripheral(ICDPSession session, IPage page) => (this.session, this.page) = (session, page);

    /// <summary>How often the app subscribed.</summary>
    public int Subscriptions { get; private set; }

    /// <summary>Switches a reader on in range of the page's browser, before the page is opened.</summary>
    public static async Task<Peripheral> SwitchOnAsync(IBrowser browser, IPage page)
    {
        await page.AddInitScriptAsync("""
            window.__chars = new Map();
            const start = BluetoothRemoteGATTCharacteristic.prototype.startNotifications;
            BluetoothRemoteGATTCharacteristic.prototype.startNotifications = function () { window.__chars.set(this.uuid, this); return start.call(this); };
            """);
        var it = new Peripheral(await browser.NewBrowserCDPSessionAsync(), page);
        var tab = await page.Context.NewCDPSessionAsync(page);
        it.session.Event("BluetoothEmulation.gattOperationReceived").OnEvent += (_, e) => it.Answer("simulateGATTOperationResponse", new() { ["address"] = Address, ["type"] = Text(e, "type"), ["code"] = 0 });
        it.session.Event("BluetoothEmulation.characteristicOperationReceived").OnEvent += (_, e) => it.Operate(Text(e, "characteristicId"), Text(e, "type"));
        tab.Event("DeviceAccess.deviceRequestPrompted").OnEvent += (_, e) =>
        {
            if (it.answered) return;
            it.answered = true;
            _ = tab.SendAsync("DeviceAccess.selectPrompt", new() { ["id"] = Text(e, "id"), ["deviceId"] = Address });
        };
        await it.session.SendAsync("BluetoothEmulation.enable", new() { ["state"] = "powered-on", ["leSupported"] = true });
        await it.session.SendAsync("BluetoothEmulation.simulatePreconnectedPeripheral", new() { ["address"] = Address, ["name"] = "VW1871-250111", ["manufacturerData"] = Array.Empty<object>(), ["knownServiceUuids"] = new[] { Service } });
        await it.OfferAsync();
        await tab.SendAsync("DeviceAccess.enable");
        return it;
    }

    /// <summary>Notifies the app of bytes, in slices as a radio link makes them.</summary>
    public async Task NotifyAsync(ReadOnlyMemory<byte> bytes)
    {
        for (var at = 0; at < bytes.Length; at += 244)
        {
            values.Enqueue(bytes[at..Math.Min(at + 244, bytes.Length)].ToArray());
            // A read is answered with the bytes; the browser then fires the event of a notification on the app's own object.
            await page.EvaluateAsync("c => window.__chars.get(c).readValue().then(() => true)", Data);
        }
    }

    /// <summary>Carries the reader out of range and back.</summary>
    public async Task LoseAsync()
    {
        await session.SendAsync("BluetoothEmulation.simulateGATTDisconnection", new() { ["address"] = Address });
        await OfferAsync();   // the emulation forgets services with the connection; a real reader does not
    }

    private async Task OfferAsync()
    {
        var service = Text(await session.SendAsync("BluetoothEmulation.addService", new() { ["address"] = Address, ["serviceUuid"] = Service }), "serviceId");
        var characteristic = Text(await session.SendAsync("BluetoothEmulation.addCharacteristic", new()
        {
            ["serviceId"] = service,
            ["characteristicUuid"] = Data,
            ["properties"] = new Dictionary<string, object> { ["notify"] = true, ["read"] = true },
        }), "characteristicId");
        await session.SendAsync("BluetoothEmulation.addDescriptor", new() { ["characteristicId"] = characteristic, ["descriptorUuid"] = "00002902-0000-1000-8000-00805f9b34fb" });
    }

    private void Operate(string characteristic, string type)
    {
        if (type == "subscribe-to-notifications") Subscriptions++;
        var answer = new Dictionary<string, object> { ["characteristicId"] = characteristic, ["type"] = type, ["code"] = 0 };
        if (type == "read" && values.TryDequeue(out var value)) answer["data"] = Convert.ToBase64String(value);
        Answer("simulateCharacteristicOperationResponse", answer);
    }

    private void Answer(string method, Dictionary<string, object> arguments) => _ = session.SendAsync($"BluetoothEmulation.{method}", arguments);

    private static string Text(JsonElement? e, string name) => e!.Value.GetProperty(name).GetString()!;
}
