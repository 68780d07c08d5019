namespace Sluice.Metering.Gateways;

/// <summary>What one gateway did since the server started.</summary>
/// <remarks>Safe for use from many threads.</remarks>
public sealed class GatewayState
{
    /// <summary>So many meters are told apart; a gateway hears fewer.</summary>
    public const int MaxMeters = 20_000;

    private const int Hours = 24;

    private readonly Lock gate = new();
    private readonly long[] perHour = new long[Hours];
    private readonly long[] hourOf = new long[Hours];
    private readonly Dictionary<ulong, long> meters = [];
    private int connections;
    private bool saysOnline;
    private long telegrams, unreadable, refused;
    private DateTimeOffset? lastHeard;
    private (DateTimeOffset At, string What)? lastProblem;

    /// <summary>True while it is connected to a broker, or says so by its own status message.</summary>
    public bool IsOnline
    {
        get
        {
            lock (gate) return connections > 0 || saysOnline;
        }
    }

    /// <summary>Counts a telegram.</summary>
    /// <param name="meter">The meter it names; null when it names none.</param>
    /// <param name="now">Now.</param>
    public void Heard(ulong? meter, DateTimeOffset now)
    {
        var hour = HourOf(now);
        lock (gate)
        {
            telegrams++;
            lastHeard = now;
            var slot = (int)(hour % Hours);
            if (hourOf[slot] != hour) (hourOf[slot], perHour[slot]) = (hour, 0);
            perHour[slot]++;
            if (meter is { } id && (meters.Count < MaxMeters || meters.ContainsKey(id))) meters[id] = hour;
        }
    }

    /// <summary>A message held nothing that can be taken; it was acknowledged so that it does not come again.</summary>
    public void Unreadable(string what, DateTimeOffset now)
    {
        lock (gate) (unreadable, lastProblem) = (unreadable + 1, (now, what));
    }

    /// <summary>It tried what it may not.</summary>
    public void Refused(string what, DateTimeOffset now)
    {
        lock (gate) (refused, lastProblem) = (refused + 1, (now, what));
    }

    /// <summary>It said by a status message at a broker elsewhere, or that broker by its last will, whether it is there.</summary>
    public void Says(bool isOnline)
    {
        lock (gate) saysOnline = isOnline;
    }

    /// <summary>A connection of it was made.</summary>
    /// <returns>How many it has now.</returns>
    public int Connected()
    {
        lock (gate) return ++connections;
    }

    /// <summary>A connection of it has ended.</summary>
    /// <returns>How many are left.</returns>
    public int Disconnected()
    {
        lock (gate) return connections = Math.Max(0, connections - 1);
    }

    /// <summary>The figures of now.</summary>
    public GatewayFigures Figures(DateTimeOffset now)
    {
        var hour = HourOf(now);
        lock (gate)
        {
            long lastHour = 0, lastDay = 0;
            for (var i = 0; i < Hours; i++)
            {
                if (hourOf[i] > hour - Hours && hourOf[i] <= hour) lastDay += perHour[i];
                if (hourOf[i] == hour || hourOf[i] == hour - 1) lastHour += perHour[i];
            }
            return new(connections > 0 || saysOnline, lastHeard, telegrams, lastHour, lastDay, meters.Values.Count(h => h > hour - Hours), unreadable, refused, lastProblem?.At, lastProblem?.What);
        }
    }

    private static long HourOf(DateTimeOffset now) => now.ToUnixTimeSeconds() / 3600;
}

/// <summary>A gateway's figures.</summary>
/// <param name="IsOnline">Whether it is connected over MQTT.</param>
/// <param name="LastHeard">When its last telegram was kept or counted; null: not since the start.</param>
/// <param name="Telegrams">Telegrams since the start.</param>
/// <param name="LastHour">Of this clock hour and the one before.</param>
/// <param name="LastDay">Of the last 24 clock hours.</param>
/// <param name="Meters">Meters heard in the last 24 clock hours.</param>
/// <param name="Unreadable">Messages that held no telegram.</param>
/// <param name="Refused">Messages and subscriptions it had no right to.</param>
/// <param name="LastProblemAt">When the last of these came.</param>
/// <param name="LastProblem">What it was, for the operator.</param>
public sealed record GatewayFigures(
    bool IsOnline, DateTimeOffset? LastHeard, long Telegrams, long LastHour, long LastDay, int Meters, long Unreadable, long Refused, DateTimeOffset? LastProblemAt, string? LastProblem);
