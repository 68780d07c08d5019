using Sluice.Metering.Alerts;
using Sluice.Metering.Events;
using Sluice.Metering.Jobs;
using Sluice.Metering.Meters;
using Sluice.Metering.Sessions;
using Sluice.Metering.Societies;
using Sluice.Metering.Telegrams;

namespace Sluice.Storage.Contract.Events;

/// <summary>The stores of one provider that append events, and the log they append to.</summary>
public sealed record EventStores(
    IEventLog Log, IFollowerStore Followers, LiveHub Live, Action<TimeSpan> Advance, IIntakeStore Intake, ISessionStore Sessions, IAlertStore Alerts, IJobStore Jobs, ISocietyStore Societies, IMeterStore Meters);
