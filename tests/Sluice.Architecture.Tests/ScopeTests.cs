using System.Text.RegularExpressions;
using Sluice.Metering.Files;
using Sluice.Metering.Identity;
using Sluice.Metering.Jobs;

namespace Sluice.Architecture.Tests;

/// <summary>Data of a society is reached with a scope, and scopes are made in one place.</summary>
public partial class ScopeTests
{
    /// <summary>Files that work without a request, each with its reason. Everything else gets its scope from a caller who was let in.</summary>
    private static readonly Dictionary<string, string> Workers = new(StringComparer.Ordinal)
    {
        ["src/Sluice.Metering/Identity/Authorizer.cs"] = "makes scopes",
        ["src/Sluice.Host/Mqtt/Out/MqttPublisher.cs"] = "follows the readings of all societies to publish those that are let out over MQTT",
        ["src/Sluice.Host/Mqtt/Out/MeterStates.cs"] = "publishes the readings of societies whose setting lets them out over MQTT",
        ["src/Sluice.Host/Webhooks/WebhookDispatcher.cs"] = "delivers what events queued, each in its society",
        ["src/Sluice.Host/Webhooks/WebhookFeed.cs"] = "queues events for the webhooks of their society",
        ["src/Sluice.Host/Notifications/EventNews.cs"] = "puts events into words, in their society",
        ["src/Sluice.Host/Notifications/NotificationFeed.cs"] = "follows the events of all societies",
        ["src/Sluice.Host/Webhooks/WebhookMeters.cs"] = "counts deliveries for metrics",
        ["src/Sluice.Host/Notifications/Notifier.cs"] = "finds who is told of an event, in the event's society",
        ["src/Sluice.Host/Notifications/NotificationSender.cs"] = "tells people what became due",
        ["src/Sluice.Host/Notifications/WebhookChannel.cs"] = "queues what people chose to be told by webhook, in the event's society",
        ["src/Sluice.Host/DemoSociety.cs"] = "the simulated reader of the demonstration hands over telegrams",
        ["src/Sluice.Host/Exports/ScheduledExports.cs"] = "starts the exports that societies scheduled, by the clock",
        ["src/Sluice.Host/Validation/SilenceWorker.cs"] = "looks from time to time at every society for meters and gateways that are silent",
        ["src/Sluice.Host/Validation/ValidationServices.cs"] = "fills the directory of all societies' rules at the start",
        ["src/Sluice.Host/Jobs/JobRunner.cs"] = "runs jobs after their request has ended, each in the society it was queued for",
        ["src/Sluice.Imports/Registry/SocietyImport.cs"] = "a job of an operator, who was let in by SocietiesManage; it makes the societies it then fills",
        ["src/Sluice.Host/Registry/DemoRegistration.cs"] = "registers the demonstration's society at the start",
        ["src/Sluice.Host/Registry/Onboarding.cs"] = "registers the meters of --keys at the start",
        ["src/Sluice.Host/SluiceServer.cs"] = "sorts keys of before there were societies into their societies, at the start",
        ["src/Sluice.Metering/Keys/KeyRegistry.cs"] = "sorts keys of any meter into their societies, for a caller who was let in by KeysManage",
        ["src/Sluice.Metering/Societies/RetentionRun.cs"] = "forgets by the clock, for all societies",
        ["src/Sluice.Api/Live/LiveApi.cs"] = "a feed serves many callers, each let in by itself; it looks at the society's stores for all of them",
        ["src/Sluice.Host/Live/EventTrimmer.cs"] = "forgets old events by the clock",
        ["src/Sluice.Host/Telemetry/HealthWatch.cs"] = "tells that the disk of the installation fills up",
        ["src/Sluice.Host/Registry/Registries.cs"] = "fills the directory of all meters at the start",
    };

    /// <summary>Methods of stores and logs that take no scope, each with its reason.</summary>
    private static readonly Dictionary<string, string> WithoutScope = new(StringComparer.Ordinal)
    {
        ["IAnswerStore.FindAsync"] = "answers are found by a hash over the caller, so only the same caller finds them",
        ["IAnswerStore.KeepAsync"] = "as above",
        ["IAuditLog.AppendAsync"] = "anybody may add, nobody reads by it",
        ["ICredentialStore.FindAsync"] = "how a machine's scope is earned",
        ["ICredentialStore.MarkUsedAsync"] = "as above; tells nothing",
        ["IFormatStore.LoadAsync"] = "formats belong to all",
        ["IFormatStore.SaveAsync"] = "formats belong to all",
        ["IIntakeStore.CommitAsync"] = "each item names the society its meter belongs to; the intake decides that, not the caller",
        ["IJobStore.FindOwnerAsync"] = "a society look-up: says where something belongs, nothing else",
        ["IMembershipStore.SocietiesOfAsync"] = "how a person's scope is earned",
        ["IReadingStore.FindSocietyAsync"] = "a society look-up: says where something belongs, nothing else",
        ["IAlertStore.FindSocietyAsync"] = "as above",
        ["ISessionStore.FindSocietyAsync"] = "as above",
    };

    /// <summary>What lets a method at data: scopes, and what is made from nothing else.</summary>
    private static readonly Type[] Scopes = [typeof(SocietyScope), typeof(InstallationScope), typeof(Caller), typeof(JobScope), typeof(FileName)];

    [Fact]
    public void Only_workers_make_scopes_without_a_caller()
    {
        var callers = Repository.Files.Where(static f => f.StartsWith("src/", StringComparison.Ordinal) && f.EndsWith(".cs", StringComparison.Ordinal))
            .Where(static f => ForWorker().IsMatch(Repository.Read(f))).ToList();
        Assert.True(callers.Except(Workers.Keys).ToList() is [], $"These let themselves in; if no request runs them, list them in {nameof(Workers)} with the reason: {string.Join(", ", callers.Except(Workers.Keys))}");
        Assert.True(Workers.Keys.Except(callers).ToList() is [], $"These do not make scopes any more: {string.Join(", ", Workers.Keys.Except(callers))}");
    }

    [Fact]
    public void Every_method_of_a_store_takes_a_scope()
    {
        var bare = (from port in typeof(Authorizer).Assembly.GetExportedTypes()
                    where port.IsInterface && (port.Name.EndsWith("Store", StringComparison.Ordinal) || port.Name.EndsWith("Log", StringComparison.Ordinal))
                    from method in port.GetMethods()
                    where !method.IsStatic && !method.GetParameters().Any(static p => Scopes.Contains(p.ParameterType))
                    select $"{port.Name}.{method.Name}").Distinct().ToList();
        Assert.True(bare.Except(WithoutScope.Keys).ToList() is [], $"These reach data without a scope; give them one, or list them in {nameof(WithoutScope)} with the reason: {string.Join(", ", bare.Except(WithoutScope.Keys))}");
        Assert.True(WithoutScope.Keys.Except(bare).ToList() is [], $"These are gone, or take a scope: {string.Join(", ", WithoutScope.Keys.Except(bare))}");
    }

    [GeneratedRegex(@"\bForWorker\(", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ForWorker();
}
