using Microsoft.Extensions.Time.Testing;
using Sluice.Metering.Alerts;
using Sluice.Metering.Events;
using Sluice.Metering.Jobs;
using Sluice.Metering.Meters;
using Sluice.Metering.Sessions;
using Sluice.Metering.Societies;
using Sluice.Metering.Telegrams;
using Sluice.Storage.Contract;
using Sluice.Storage.Contract.Events;

namespace Sluice.Metering.Tests.Events;

public sealed class InMemoryEventLogTests : EventLogTests
{
    protected override ValueTask<EventStores> NewStoresAsync()
    {
        var (clock, live) = (new FakeTimeProvider(Invented.Noon), new LiveHub());
        var log = new InMemoryEventLog(clock, live);
        var (intake, sessions, alerts, societies) = (new InMemoryIntakeStore(live), new InMemorySessionStore(log, live), new InMemoryAlertStore(log), new InMemorySocietyStore());
        intake.Add(alerts);
        intake.Add(sessions);
        return new(new EventStores(log, log, live, clock.Advance, intake, sessions, alerts, new InMemoryJobStore(log, live), societies, new InMemoryMeterStore(societies, log)));
    }
}
