using Sluice.Metering.Identity;
using Sluice.Metering.Sessions;
using static Sluice.Storage.Contract.Sessions.InventedRound;

namespace Sluice.Storage.Contract.Sessions;

/// <summary>What every <see cref="ISessionStore"/> promises.</summary>
public abstract partial class SessionStoreTests
{
    protected abstract ValueTask<ISessionStore> NewSessionStoreAsync();

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private async Task<ISessionStore> WithRoundAsync(int targets = 48, ScanMode mode = ScanMode.Tower)
    {
        var store = await NewSessionStoreAsync();
        Assert.Equal(StartOutcome.Started, await store.StartAsync(Asha, Round(mode: mode), Targets(targets), Cancel));
        return store;
    }

    private static async Task<IReadOnlyList<SessionTarget>> AllAsync(ISessionStore store, SessionId? id = null) =>
        (await store.ListTargetsAsync(Asha, id ?? Id(), new(), null, ScanSession.MaxTargets, Cancel)).Items;

    private static async Task<SessionTarget> TargetAsync(ISessionStore store, int meter) => (await store.FindTargetAsync(Asha, Id(), Meter(meter), Cancel))!;

    private static async Task<ScanSession> RoundAsync(ISessionStore store) => (await store.FindAsync(Asha, Id(), Cancel))!;

    private static async Task<SessionOutcome> ChangeAsync(ISessionStore store, SocietyScope who, SessionAction action, int second, string text = "") =>
        (await store.ChangeAsync(who, Id(), new(action, Invented.Noon.AddSeconds(second), text), Cancel)).Outcome;
}
