using Sluice.Metering.Simulation;

namespace Sluice.Ui.Field.Readers;

/// <summary>A reader for training: the simulated society, in real time, through the same bytes a VW1871 sends.</summary>
/// <param name="meters">Meters on air.</param>
/// <param name="clock">The clock.</param>
public sealed class SimulatedReader(int meters, TimeProvider clock) : IReaderConnection
{
    /// <summary>The seed of the server's demonstration society, whose meters are heard.</summary>
    private const long Seed = 2101;

    private readonly CancellationTokenSource end = new();

    /// <inheritdoc/>
    public string Name => "Training";

    /// <inheritdoc/>
    public ReaderState State { get; private set; }

    /// <inheritdoc/>
    public event Action<ReadOnlyMemory<byte>>? Received;

    /// <inheritdoc/>
    public event Action? Changed;

    /// <inheritdoc/>
    public Task<bool> ConnectAsync()
    {
        State = ReaderState.Connected;
        Changed?.Invoke();
        _ = RunAsync();
        return Task.FromResult(true);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        State = ReaderState.Closed;
        await end.CancelAsync();
        Changed?.Invoke();
        end.Dispose();
    }

    private async Task RunAsync()
    {
        var ended = end.Token;
        await foreach (var piece in OnAir.ListenAsync(new SimulationOptions { Seed = Seed, Meters = meters, Noise = 0.1, Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.FromHours(5.5)) }, clock, ended))
            Received?.Invoke(piece);
    }
}
