namespace Sluice.Metering.Simulation;

/// <summary>A society's meters on air, heard by one listener: telegrams in the order of time, without end.</summary>
/// <remarks>
/// What a meter sends depends on the seed and the time only; what the listener hears of it also on the noise. Runs as fast as it is asked. Not thread safe.
/// </remarks>
public sealed class SocietySimulator : IDisposable
{
    private const int MetersInRange = 300; // However large the society: a radio hears its surroundings.
    private const double BurstSeconds = 0.010;
    private const double IntervalSeconds = 16;
    private const int EncryptedPayload = 17; // Offset in the frame of the payload CRC, the first encrypted byte.
    private const int MeterBits = 20; // A queue entry is the time and, behind it, the meter: telegrams of one instant have an order too.
    private readonly SimulationOptions options;
    private readonly SimulatedMeter[] meters;
    private readonly long[] nextNumber;
    private readonly PriorityQueue<int, long> queue;
    private readonly DateTimeOffset epoch;
    private readonly SimulatedReception reception;
    private readonly double collision;
    private SeededRandom noise;
    private bool repeat;

    /// <summary>Invents the society.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public SocietySimulator(SimulationOptions options)
    {
        options.Check();
        this.options = options;
        var earliest = SimulationOptions.Earliest.Date.AddDays(-1); // A day before, so that every time zone's first start is later.
        epoch = new(earliest, options.Start.Offset);
        meters = new SimulatedMeter[options.Meters];
        nextNumber = new long[options.Meters];
        queue = new(options.Meters);
        var start = (options.Start - epoch).Ticks / TimeSpan.TicksPerMillisecond;
        for (var i = 0; i < meters.Length; i++)
        {
            meters[i] = new(options.Seed, i, earliest);
            nextNumber[i] = meters[i].FirstTelegramAt(start);
            queue.Enqueue(i, Due(i));
        }
        noise = new(unchecked((ulong)options.Seed) ^ 0x6E6F_6973_65);
        reception = new(meters[0]);

        // Pure ALOHA: 1 - e^-x with x = 2 n t / T; three terms of the series are enough for x below 0.4.
        var x = 2 * Math.Min(options.Meters, MetersInRange) * BurstSeconds / IntervalSeconds;
        collision = x - (x * x / 2) + (x * x * x / 6);
    }

    /// <summary>All meters, in the order of their serial numbers.</summary>
    public IReadOnlyList<SimulatedMeter> Meters => meters;

    /// <summary>What the society was made from.</summary>
    public SimulationOptions Options => options;

    /// <summary>When the next telegram is sent (which the listener may miss).</summary>
    public DateTimeOffset NextAt => queue.TryPeek(out _, out var due) ? epoch.AddMilliseconds(due >> MeterBits) : DateTimeOffset.MaxValue;

    /// <summary>The next telegram that is heard.</summary>
    /// <returns>Valid until the next call.</returns>
    public SimulatedReception Next()
    {
        while (true)
        {
            if (TryNext(DateTimeOffset.MaxValue) is { } heard) return heard;
        }
    }

    /// <summary>The next telegram that is heard and sent no later than <paramref name="until"/>.</summary>
    /// <returns>Valid until the next call; null when none is left before that time.</returns>
    public SimulatedReception? TryNext(DateTimeOffset until)
    {
        if (repeat)
        {
            repeat = false;
            reception.IsDuplicate = true;
            reception.IsDamaged = false; // The reader may have lost bytes of the first one.
            reception.RssiDbm = Fluctuate(reception.Meter);
            return reception;
        }
        while (NextAt <= until)
        {
            if (Transmit()) return reception;
        }
        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var meter in meters) meter.Dispose();
    }

    /// <returns>False when the listener did not hear it.</returns>
    private bool Transmit()
    {
        queue.TryPeek(out var index, out var due);
        var meter = meters[index];
        var number = nextNumber[index]++;
        queue.DequeueEnqueue(index, Due(index));
        var time = due >> MeterBits;

        reception.Meter = meter;
        reception.RssiDbm = Fluctuate(meter);
        var damaged = false;
        if (options.Noise > 0)
        {
            if (noise.Chance(options.Noise * LossAt(reception.RssiDbm))) return false;
            if (noise.Chance(options.Noise * collision))
            {
                if (noise.Chance(0.5)) return false;
                damaged = true;
            }
        }
        reception.At = epoch.AddMilliseconds(time);
        reception.Reading = meter.ReadingAt(time);
        reception.SetLength(meter.Encode(number, reception.Reading, out var accessNumber, out var isFull, reception.Buffer));
        reception.AccessNumber = accessNumber;
        reception.IsFull = isFull;
        reception.IsDuplicate = false;
        reception.IsDamaged = damaged;
        if (damaged) Damage();
        else if (options.Noise > 0) repeat = noise.Chance(options.Noise * 0.06);
        return true;
    }

    private long Due(int index) => (meters[index].TimeOf(nextNumber[index]) << MeterBits) | (uint)index;

    /// <summary>Changes a run of 1 to 16 bytes as a colliding telegram does, never unnoticed by the CRC that covers them.</summary>
    private void Damage()
    {
        var frame = reception.Buffer[..reception.Frame.Length];
        var from = options.DamageAnywhere ? 1 : EncryptedPayload + 2;
        var to = options.DamageAnywhere ? frame.Length : frame.Length - 2;
        var run = Math.Min(noise.Between(1, 16), to - from);
        var at = from + noise.Next(to - from - run + 1);
        Span<byte> difference = stackalloc byte[16];
        difference = difference[..run];
        // A CRC is linear: a difference goes unnoticed exactly when its own remainder is zero, wherever it stands.
        do noise.Fill(difference);
        while (WMBus.Frames.Crc16.Update(0, difference) == 0);
        for (var i = 0; i < run; i++) frame[at + i] ^= difference[i];
    }

    /// <summary>The meter's usual level and what fading does to it (standard deviation about 3 dB at full noise).</summary>
    private int Fluctuate(SimulatedMeter meter)
    {
        if (options.Noise == 0) return meter.RssiDbm;
        var sum = noise.Next(11) + noise.Next(11) - 10; // Triangular, standard deviation 4.5.
        return Math.Clamp(meter.RssiDbm + (int)(sum * options.Noise * 0.65), -96, -20);
    }

    private static double LossAt(int rssiDbm) => rssiDbm switch
    {
        <= -94 => 0.60,
        <= -90 => 0.40,
        <= -85 => 0.20,
        <= -80 => 0.08,
        _ => 0.02,
    };
}
