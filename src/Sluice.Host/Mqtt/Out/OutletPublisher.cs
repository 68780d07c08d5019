using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Readings;
using Sluice.Metering.Societies;

namespace Sluice.Host.Mqtt.Out;

/// <summary>Keeps what one broker retains equal to what the societies let out: the newest reading of each meter and its sensors for Home Assistant; and hands on every new reading.</summary>
internal sealed class OutletPublisher(IMqttOutlet outlet, MeterStates states, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan WhileGone = TimeSpan.FromMilliseconds(500);

    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly Dictionary<MeterId, Known> known = [];
    private bool isFresh = true;

    /// <summary>The broker may have lost everything: all of it is published again at the next comparison.</summary>
    public void StartAnew() => Volatile.Write(ref isFresh, true);

    /// <summary>Publishes new readings in their order. Waits while the broker is gone: none is left out.</summary>
    public async ValueTask DeliverAsync(IReadOnlyList<Reading> readings, CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try
        {
            foreach (var state in await states.OfAsync(readings, ct))
                while (!await PublishAsync(state, ct)) await Task.Delay(WhileGone, clock, ct);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Compares what is retained with what should be, and publishes the difference.</summary>
    /// <returns>False when the broker is gone; it is to be called again.</returns>
    public async ValueTask<bool> CompareAsync(CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try
        {
            if (!outlet.IsConnected) return false;
            var anew = Volatile.Read(ref isFresh);
            Volatile.Write(ref isFresh, false);
            if (anew) known.Clear();
            if (await CompareAsync(anew, ct)) return true;
            Volatile.Write(ref isFresh, true);
            return false;
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    private async ValueTask<bool> CompareAsync(bool anew, CancellationToken ct)
    {
        var wanted = new HashSet<MeterId>();
        var societies = new List<SocietyId>();
        await foreach (var society in states.SocietiesAsync(ct))
        {
            societies.Add(society);
            if (states.ModeOf(society) is not (not MqttOut.Off and var mode)) continue;
            await foreach (var page in states.LatestAsync(society, ct))
                foreach (var (reading, meter) in page)
                {
                    wanted.Add(meter.Id);
                    if (known.TryGetValue(meter.Id, out var one) && one.IsOf(reading, meter, mode)) continue;
                    if (!await PublishAsync(await states.OfAsync(reading, meter, mode, ct), ct)) return false;
                }
        }
        foreach (var (meter, one) in known.Where(k => !wanted.Contains(k.Key)).ToList())
        {
            if (!await RemoveAsync(one.Topics.Keys, ct)) return false;
            known.Remove(meter);
        }
        return !anew || await RemoveStrayAsync(societies, ct);
    }

    /// <summary>What an earlier life published and nobody wants any more: of meters removed while the broker or this server was gone.</summary>
    private async ValueTask<bool> RemoveStrayAsync(List<SocietyId> societies, CancellationToken ct)
    {
        var ours = known.Values.SelectMany(static k => k.Topics.Keys).ToHashSet(StringComparer.Ordinal);
        var retained = await outlet.RetainedAsync([$"{Topics.Discovery}/+/sluice/+/config", .. societies.Select(static s => $"sluice/{s}/+")], ct);
        return await RemoveAsync(retained.Where(t => !ours.Contains(t) && societies.Exists(s => HomeAssistant.IsOf(t, s.Text) || IsState(t, s))), ct);
    }

    private static bool IsState(string topic, SocietyId society) => topic.Split('/') is ["sluice", var name, var meter] && name == society.Text && MeterId.TryParse(meter, out _);

    private async ValueTask<bool> RemoveAsync(IEnumerable<string> topics, CancellationToken ct)
    {
        foreach (var topic in topics)
            if (!await outlet.PublishAsync(topic, [], retain: true, ct)) return false;
        return true;
    }

    private async ValueTask<bool> PublishAsync(MeterState state, CancellationToken ct)
    {
        var meter = MeterId.Of(state.Reading.Meter);
        if (!known.TryGetValue(meter, out var one)) one = new();
        else if (one.At > state.Reading.At)   // of before the newest: news, but not what is retained
            return await outlet.PublishAsync(state.Topic, StateMessage.Write(state), retain: false, ct);
        foreach (var (topic, config) in HomeAssistant.Configs(state))
        {
            if (!await SendAsync(one, topic, config, always: false, ct)) return false;
        }
        if (!await SendAsync(one, state.Topic, StateMessage.Write(state), always: true, ct)) return false;
        one.Note(state);
        known[meter] = one;
        return true;
    }

    private async ValueTask<bool> SendAsync(Known one, string topic, byte[] payload, bool always, CancellationToken ct)
    {
        var hash = new HashCode();
        hash.AddBytes(payload);
        var now = hash.ToHashCode();
        if (!always && one.Topics.TryGetValue(topic, out var before) && before == now) return true;
        if (!await outlet.PublishAsync(topic, payload, retain: true, ct)) return false;
        one.Topics[topic] = now;
        return true;
    }

    /// <summary>What is retained of a meter.</summary>
    private sealed class Known
    {
        private long sequence, meterVersion;
        private int version;
        private MqttOut mode;

        /// <summary>The topics, each with the hash of its message.</summary>
        public Dictionary<string, int> Topics { get; } = new(StringComparer.Ordinal);

        /// <summary>Time of its newest reading.</summary>
        public DateTimeOffset At { get; private set; } = DateTimeOffset.MinValue;

        public bool IsOf(Reading reading, Meter meter, MqttOut wanted) => (sequence, version, meterVersion, mode) == (reading.Sequence, reading.Version, meter.Version, wanted);

        public void Note(MeterState state) =>
            (sequence, version, meterVersion, mode, At) = (state.Reading.Sequence, state.Reading.Version, state.Meter!.Version, state.Mode, state.Reading.At);
    }
}
