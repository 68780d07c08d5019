using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Telegrams;
using Sluice.WMBus.Security;

namespace Sluice.Metering.Keys;

/// <summary>The one way to bring keys in: proves them, keeps them, uses them where the society has the meter, and heals the archive.</summary>
/// <remarks>A key reaches the decoder only for meters registered in the society that brought it: nobody can spoil, or learn of, another society's meters.</remarks>
public sealed class KeyRegistry(IMeterKeyStore keys, IMeterStore meters, MeterDirectory directory, KeyProof proof, Intake intake)
{
    /// <summary>Most keys of one import.</summary>
    public const int MaxKeys = 20_000;

    private static readonly KeyReport Nothing = new([], 0, false);

    /// <summary>Brings in keys of a society's meters. Keys whose meter is not registered wait for it.</summary>
    /// <param name="batch">At most <see cref="MaxKeys"/>, each for one serial number.</param>
    /// <param name="force">True: keep also keys the archive refutes.</param>
    public async ValueTask<KeyReport> ImportAsync(SocietyScope scope, IReadOnlyList<MeterKey> batch, bool force, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(batch.Count, MaxKeys);
        if (batch.Count == 0) return Nothing;
        var stored = (await keys.FindAsync(scope, [.. batch.Select(static k => k.Serial!.Value).Distinct()], ct)).ToLookup(static k => k.Serial!.Value);
        var (results, put) = (new KeyResult[batch.Count], new List<(int Index, MeterKey Key)>());
        for (var i = 0; i < results.Length; i++)
        {
            var (key, registered) = await BindAsync(scope, batch[i], ct);
            var isKnown = stored[key.Serial!.Value].LastOrDefault(k => k.Manufacturer == key.Manufacturer) is { } newest && newest.Bytes.SequenceEqual(key.Bytes);
            var state = registered ? await proof.TryAsync(scope, new(key.Manufacturer!.Value, key.Serial.Value), key, ct) : KeyProofState.Unproven;
            var keep = state != KeyProofState.Refuted || force || isKnown;
            results[i] = new(key.Serial.Value, key.Manufacturer, key.Fingerprint, state, null, registered, keep ? scope.Society : null);
            if (keep) put.Add((i, key));
        }
        var outcomes = await keys.PutAsync(scope, [.. put.Select(static p => p.Key)], ct);
        var changed = new List<MeterKey>();
        for (var i = 0; i < outcomes.Count; i++)
        {
            var (index, key) = put[i];
            results[index] = results[index] with { Stored = outcomes[i] };
            if (results[index].IsRegistered && outcomes[i] != KeyOutcome.Unchanged) changed.Add(key);
        }
        await meters.SetKeyFingerprintsAsync(scope, [.. put.Where(p => results[p.Index].IsRegistered).Select(static p => (IdOf(p.Key), p.Key.Fingerprint))], CancellationToken.None);
        var (healed, more) = changed.Count == 0 ? (0, false) : await intake.HealAsync(changed, ct);
        return new(results, healed, more);
    }

    /// <summary>Brings in keys of any meters: each goes to the society that has its meter. Keys of meters that no society has are not kept.</summary>
    /// <inheritdoc cref="ImportAsync(SocietyScope, IReadOnlyList{MeterKey}, bool, CancellationToken)" path="/param"/>
    public async ValueTask<KeyReport> ImportAsync(InstallationScope scope, IReadOnlyList<MeterKey> batch, bool force, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(batch.Count, MaxKeys);
        var bySerial = directory.FindSerials(batch.Select(static k => k.Serial!.Value).ToHashSet());
        var results = new KeyResult[batch.Count];
        var bySociety = new Dictionary<SocietyId, List<(int Index, MeterKey Key)>>();
        for (var i = 0; i < results.Length; i++)
        {
            var key = batch[i];
            results[i] = new(key.Serial!.Value, key.Manufacturer, key.Fingerprint, KeyProofState.Unproven, null, false, null);
            foreach (var entry in bySerial[key.Serial.Value].Where(e => key.Manufacturer is null || e.Id.Manufacturer == key.Manufacturer))
            {
                if (!bySociety.TryGetValue(entry.Society, out var list)) bySociety.Add(entry.Society, list = []);
                list.Add((i, new(key.Serial, key.Bytes, entry.Id.Manufacturer, key.Name)));
            }
        }
        var (healed, more) = (0L, false);
        foreach (var (society, part) in bySociety)
        {
            var report = await ImportAsync(Authorizer.ForWorker(society, $"keys:{scope.Caller.Subject}"), [.. part.Select(static p => p.Key)], force, ct);
            for (var i = 0; i < part.Count; i++) results[part[i].Index] = report.Keys[i];
            (healed, more) = (healed + report.Healed, more | report.IsHealing);
        }
        return new(results, healed, more);
    }

    /// <summary>Puts keys that came before their meters to use.</summary>
    public async ValueTask MetersAddedAsync(SocietyScope scope, IReadOnlyList<Meter> added, CancellationToken ct)
    {
        var waiting = (await keys.FindAsync(scope, [.. added.Select(static m => m.Id.Serial).Distinct()], ct)).ToLookup(static k => k.Serial!.Value);
        if (waiting.Count == 0) return;
        var bound = added
            .SelectMany(m => waiting[m.Id.Serial].Where(k => k.Manufacturer is null || k.Manufacturer == m.Id.Manufacturer).Select(k => new MeterKey(k.Serial, k.Bytes, m.Id.Manufacturer, k.Name)))
            .ToList();
        if (bound.Count == 0) return;
        await keys.PutAsync(scope, [.. bound.GroupBy(IdOf).Select(static k => k.Last())], ct);
        await meters.SetKeyFingerprintsAsync(scope, [.. bound.GroupBy(IdOf).Select(static k => (k.Key, k.Last().Fingerprint))], ct);
        intake.AddKeys(bound);
    }

    /// <summary>The keys to decode with: those of registered meters, in the order for a key ring.</summary>
    public static IEnumerable<MeterKey> InUse(IEnumerable<SocietyKey> all, MeterDirectory directory) => all
        .Where(k => k.Key is { Serial: not null, Manufacturer: not null } && directory.SocietyOf(IdOf(k.Key)) == k.Society)
        .Select(static k => k.Key);

    private static MeterId IdOf(MeterKey key) => new(key.Manufacturer!.Value, key.Serial!.Value);

    /// <summary>The key with the maker of the society's meter, when it has one.</summary>
    private async ValueTask<(MeterKey Key, bool IsRegistered)> BindAsync(SocietyScope scope, MeterKey key, CancellationToken ct)
    {
        var own = await meters.FindBySerialAsync(scope, key.Serial!.Value, ct);
        return own.FirstOrDefault(m => key.Manufacturer is null || m.Id.Manufacturer == key.Manufacturer) is { } meter
            ? (new(key.Serial, key.Bytes, meter.Id.Manufacturer, key.Name), true)
            : (key, false);
    }
}
