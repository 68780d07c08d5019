using System.Text.Json;
using System.Text.RegularExpressions;
using Sluice.Contracts;
using Sluice.Metering;
using Sluice.Metering.Alerts;
using Sluice.Metering.Events;
using Sluice.Metering.Identity;
using Sluice.Metering.Jobs;
using Sluice.Metering.Meters;
using Sluice.Metering.Validation;
using Sluice.Storage.Contract;
using Sluice.Storage.Contract.Sessions;

namespace Sluice.Api.Tests.Live;

/// <summary>docs/events.md names every type, and its examples have the members that real events have.</summary>
public sealed partial class EventPageTests
{
    private static readonly string Page = File.ReadAllText(SourceTree.At("docs/events.md"));

    [Fact]
    public void Every_type_is_named() => Assert.Empty(EventTypes.All.Where(static t => !Page.Contains($"`{t.Name}`", StringComparison.Ordinal)).Select(static t => t.Name));

    [Fact]
    public void Examples_have_the_members_of_real_events()
    {
        var round = InventedRound.Round() with { Status = Metering.Sessions.SessionStatus.Completed, EndedAt = Invented.Noon };
        var alert = AlertRules.Note(Invented.Society, null, new("KAM.90000001", RuleId.LeakMeter, Invented.Noon));
        var job = new Job { Id = new(Guid.NewGuid()), Society = Invented.Society, Kind = "export.file", CreatedBy = "admin", CreatedAt = Invented.Noon };
        var old = new Meter { Id = InventedRound.Meter(2), Society = Invented.Society, Tower = "A", Flat = "101" };
        NewEvent[] real =
        [
            EventFacts.Changed(round, Metering.Sessions.SessionAction.Complete, "asha"),
            EventFacts.Changed(null, alert)!,
            EventFacts.Changed(job, job with { State = JobState.Succeeded, FinishedAt = Invented.Noon, Result = """{"size":1,"rows":2}""" })!,
            EventFacts.Replaced(old, new(InventedRound.Meter(1), old, Invented.Noon, 1, 2)),
            EventFacts.Disk(isFilling: true, 1),
        ];
        var examples = Json().Matches(Page).Select(static m => JsonSerializer.Deserialize(m.Groups["json"].Value, WireJson.Default.EventDto)!).ToDictionary(static e => e.Type);
        Assert.Equal(real.Select(static r => r.Type).Order(StringComparer.Ordinal), examples.Keys.Order(StringComparer.Ordinal));
        foreach (var one in real) Assert.Equal(Members(JsonElement.Parse(one.Data)), Members(examples[one.Type].Data));
        Assert.Equal(JsonElement.Parse(real[1].Data).GetProperty("rule").GetString(), examples["alert.raised"].Data.GetProperty("rule").GetString());
    }

    private static IEnumerable<string> Members(JsonElement data) => data.EnumerateObject().Select(static p => p.Name).Order(StringComparer.Ordinal);

    [GeneratedRegex("```json\n(?<json>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Json();
}
