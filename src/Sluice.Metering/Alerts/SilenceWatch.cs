using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Readings;
using Sluice.Metering.Validation;

namespace Sluice.Metering.Alerts;

/// <summary>Looks for what does not come: meters not heard for too long, new meters never heard, gateways that are silent. Raises their alerts and ends them.</summary>
/// <param name="readings">The readings.</param>
/// <param name="meters">The registered meters.</param>
/// <param name="credentials">The gateways.</param>
/// <param name="alerts">The alerts.</param>
/// <param name="rules">The societies' thresholds.</param>
/// <param name="clock">The clock.</param>
public sealed class SilenceWatch(IReadingStore readings, IMeterStore meters, ICredentialStore credentials, IAlertStore alerts, RuleDirectory rules, TimeProvider clock)
{
    private static readonly RuleId[] Watched = [RuleId.Stale, RuleId.SilentNew, RuleId.GatewaySilent];

    /// <summary>Looks at a society once.</summary>
    /// <returns>How many conditions hold.</returns>
    public async ValueTask<int> LookAsync(SocietyScope scope, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var set = rules.Find(scope.Society);
        var gateways = (await credentials.ListAsync(scope, CredentialKind.Gateway, ct)).Where(g => g.IsInForce(now) && g.LastUsedAt is not null).ToList();
        var silent = gateways.Where(g => now - g.LastUsedAt >= Minutes(set[RuleId.GatewaySilent, 0])).ToList();
        var seen = silent.Select(g => new AlertSighting(g.Id, RuleId.GatewaySilent, now)).ToList();
        // A gateway that is silent says nothing about its meters: only where another one still hears can a meter be missed.
        var isCovered = gateways.Count > silent.Count;
        var heard = await HeardAsync(scope, ct);
        string? next = null;
        do
        {
            var page = await meters.ListAsync(scope, new(Status: MeterStatus.Active), next, IMeterStore.MaxPage, ct);
            foreach (var meter in page.Items)
                if (await ConditionAsync(scope, meter, heard.GetValueOrDefault(meter.Id), set, isCovered, now, ct) is { } rule) seen.Add(new(meter.Id.ToString(), rule, now));
            next = page.Next;
        }
        while (next is not null);
        seen.RemoveAll(s => !set.On.Contains(s.Rule));
        if (seen.Count > 0) await alerts.NoteAsync(scope, seen, ct);
        await EndAsync(scope, seen, now, ct);
        return seen.Count;
    }

    private async ValueTask<RuleId?> ConditionAsync(SocietyScope scope, Meter meter, DateTimeOffset? lastHeard, RuleSet set, bool isCovered, DateTimeOffset now, CancellationToken ct)
    {
        if (lastHeard is not { } last)
            return meter.InstallationDate is { } installed && now - new DateTimeOffset(installed, TimeOnly.MinValue, TimeSpan.Zero) >= TimeSpan.FromDays((double)set[RuleId.SilentNew, 0]) ? RuleId.SilentNew : null;
        var gap = now - last;
        if (gap >= TimeSpan.FromDays((double)set[RuleId.Stale, 1])) return RuleId.Stale;
        if (!isCovered || gap < Minutes(set[RuleId.Stale, 0])) return null;
        // Heard by gateways, and not only by one that passed by: the last one to hear it was a gateway.
        var receptions = await readings.ListReceptionsAsync(scope, meter.Id, ct);
        return receptions.Count > 0 && receptions[0].LastHeard >= last ? RuleId.Stale : null;
    }

    /// <summary>When each meter of the society was heard last; meters never heard are not in it.</summary>
    private async ValueTask<Dictionary<MeterId, DateTimeOffset?>> HeardAsync(SocietyScope scope, CancellationToken ct)
    {
        var heard = new Dictionary<MeterId, DateTimeOffset?>();
        string? next = null;
        do
        {
            var page = await readings.ListLatestAsync(scope, next, IReadingStore.MaxLatest, ct);
            foreach (var latest in page.Items)
                if (latest.LastHeard > DateTimeOffset.UnixEpoch) heard[MeterId.Of(latest.Reading.Meter)] = latest.LastHeard;
            next = page.Next;
        }
        while (next is not null);
        return heard;
    }

    /// <summary>Ends the alerts of conditions that are gone, by their rule's time.</summary>
    private async ValueTask EndAsync(SocietyScope scope, List<AlertSighting> seen, DateTimeOffset now, CancellationToken ct)
    {
        var holds = seen.Select(static s => (s.Subject, s.Rule)).ToHashSet();
        var gone = new List<AlertSighting>();
        foreach (var rule in Watched)
            foreach (var state in (AlertState[])[AlertState.Open, AlertState.Acknowledged])
            {
                string? next = null;
                do
                {
                    var page = await alerts.ListAsync(scope, new(state, rule), next, IAlertStore.MaxPage, ct);
                    gone.AddRange(page.Items.Where(a => !holds.Contains((a.Subject, rule))).Select(a => new AlertSighting(a.Subject, rule, now)));
                    next = page.Next;
                }
                while (next is not null);
            }
        if (gone.Count > 0) await alerts.ClearAsync(scope, gone, ct);
    }

    private static TimeSpan Minutes(decimal minutes) => TimeSpan.FromMinutes((double)minutes);
}
