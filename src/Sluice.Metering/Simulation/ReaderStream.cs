using System.Buffers;
using Sluice.WMBus.Encoders;

namespace Sluice.Metering.Simulation;

/// <summary>The bytes one reader delivers while it listens to a simulated society.</summary>
/// <remarks>
/// A reader that frames its telegrams in binary over Bluetooth also loses bytes: at noise above 0 some records lack a few, and the record that crosses byte
/// 2048 is cut there, because what came before was kept from the time nobody was connected. Not thread safe.
/// </remarks>
public sealed class ReaderStream(SocietySimulator simulator, ReaderFraming framing)
{
    private const int Backlog = 2048;
    private const double RecordsThatLoseBytes = 0.01;
    private static readonly TimeSpan FirstBattery = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan BatteryInterval = TimeSpan.FromMinutes(10);
    private readonly ArrayBufferWriter<byte> record = new(1024);
    private readonly bool losesBytes = framing is ReaderFramingVw1871 && simulator.Options.Noise > 0;
    private SeededRandom random = new(unchecked((ulong)simulator.Options.Seed) ^ 0x6C6F_7374);
    private DateTimeOffset nextBattery = simulator.Options.Start + FirstBattery;
    private int millivolts = 3858;
    private long written;

    /// <summary>Writes the next telegram that is heard (and what the reader says before it).</summary>
    /// <param name="until">Telegrams sent later are not written.</param>
    /// <returns>What was written, valid until the next call; null when nothing is left before <paramref name="until"/>.</returns>
    public SimulatedReception? TryWriteNext(IBufferWriter<byte> output, DateTimeOffset until)
    {
        if (simulator.TryNext(until) is not { } reception) return null;
        if (reception.At >= nextBattery)
        {
            nextBattery += BatteryInterval;
            record.ResetWrittenCount();
            framing.WriteBattery(millivolts, record);
            millivolts = Math.Max(3000, millivolts - 4);
            Copy(record.WrittenSpan, output);
        }
        record.ResetWrittenCount();
        framing.Write(new RadioReception(reception.Frame, reception.At, reception.RssiDbm, reception.IsDamaged), record);
        if (losesBytes) WriteWithLosses(reception, output);
        else Copy(record.WrittenSpan, output);
        return reception;
    }

    private void WriteWithLosses(SimulatedReception reception, IBufferWriter<byte> output)
    {
        var bytes = record.WrittenSpan;
        if (written < Backlog && written + bytes.Length > Backlog)
        {
            Copy(bytes[..(int)(Backlog - written)], output);
            reception.IsDamaged = true;
        }
        else if (random.Chance(simulator.Options.Noise * RecordsThatLoseBytes))
        {
            var lost = random.Between(1, 20);
            var at = random.Next(bytes.Length - lost + 1);
            Copy(bytes[..at], output);
            Copy(bytes[(at + lost)..], output);
            reception.IsDamaged = true;
        }
        else
        {
            Copy(bytes, output);
        }
    }

    private void Copy(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        output.Write(bytes);
        written += bytes.Length;
    }
}
