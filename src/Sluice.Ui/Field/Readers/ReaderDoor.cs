using Microsoft.JSInterop;
using Sluice.Ui.Browser;

namespace Sluice.Ui.Field.Readers;

/// <summary>The readers this device can reach.</summary>
public sealed class ReaderDoor(IJSRuntime js, TimeProvider clock)
{
    private readonly BrowserModule module = new(js, "readers");

    /// <summary>True when the browser has Web Bluetooth.</summary>
    public ValueTask<bool> CanBluetoothAsync() => module.CallAsync<bool>("canBluetooth");

    /// <summary>True when the browser has Web Serial.</summary>
    public ValueTask<bool> CanSerialAsync() => module.CallAsync<bool>("canSerial");

    /// <summary>A VW1811 or VW1871.</summary>
    public IReaderConnection Bluetooth() => new BrowserReader(module, isBluetooth: true, 0);

    /// <summary>A USB stick.</summary>
    /// <param name="baudRate">Bits a second.</param>
    public IReaderConnection Serial(int baudRate) => new BrowserReader(module, isBluetooth: false, baudRate);

    /// <summary>The simulator.</summary>
    /// <param name="meters">Meters on air.</param>
    public IReaderConnection Training(int meters) => new SimulatedReader(meters, clock);
}
