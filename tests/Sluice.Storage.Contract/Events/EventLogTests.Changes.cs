using System.Text.Json;
using Sluice.Metering.Alerts;
using Sluice.Metering.Events;
using Sluice.Metering.Jobs;
using Sluice.Metering.Meters;
using Sluice.Metering.Sessions;
using Sluice.Metering.Societies;
using Sluice.Metering.Telegrams;
using Sluice.Metering.Validation;
using Sluice.Storage.Contract.Sessions;
using static Sluice.Storage.Contract.Sessions.InventedRound;

namespace Sluice.Storage.Contract.Events;

public abstract partial class EventLogTests
{
    [Fact]
    public async Task A_rounds_life_is_told_once_each_and_what_changed_nothing_is_not()
    {
        var stores = await NewStoresAsync();
        await stores.Sessions.StartAsync(Asha, Round(), Targets(4), Cancel);
        await stores.Sessions.StartAsync(Asha, Round(), Targets(4), Cancel);   // again: known
        await stores.Sessions.CaptureAsync(Asha, Id(), [Heard(1)], Cancel);
        foreach (var action in (SessionAction[])[SessionAction.Pause, SessionAction.Pause, SessionAction.Resume, SessionAction.Complete])
            await stores.Sessions.ChangeAsync(Asha, Id(), new(action, Invented.Noon.AddMinutes(1)), Cancel);
        await stores.Sessions.ChangeAsync(Bela, Id(), new(SessionAction.Fail, Invented.Noon, "no right"), Cancel);   // refused
        await stores.Sessions.ChangeAsync(Asha, Id(), new(SessionAction.Reopen, Invented.Noon.AddMinutes(2), "one flat was forgotten"), Cancel);
        var all = await AllAsync(stores);
        Assert.Equal([EventTypes.SessionStarted, EventTypes.SessionPaused, EventTypes.SessionResumed, EventTypes.SessionCompleted, EventTypes.SessionReopened], all.Select(static e => e.Type));
        Assert.All(all, static e => Assert.Equal(Id().ToString(), e.Subject));
        var completed = JsonElement.Parse(all[3].Data);
        Assert.Equal(("COMPLETED", "TOWER", "asha", 1, 4, 3), (completed.GetProperty("status").GetString(), completed.GetProperty("mode").GetString(), completed.GetProperty("by").GetString(),
            completed.GetProperty("completed").GetInt32(), completed.GetProperty("total").GetInt32(), completed.GetProperty("remaining").GetInt32()));
        Assert.Equal("one flat was forgotten", JsonElement.Parse(all[4].Data).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task An_alert_is_told_when_it_opens_is_acknowledged_closes_and_opens_again_but_not_for_every_sighting()
    {
        var stores = await NewStoresAsync();
        static AlertSighting Leak(int hour) => new("KAM.90000001", RuleId.LeakMeter, Invented.Noon.AddHours(hour));
        await stores.Alerts.NoteAsync(Scopes.GreenPark, [Leak(0), Leak(1)], Cancel);
        var id = Assert.Single((await stores.Alerts.ListAsync(Scopes.GreenPark, new(), null, 10, Cancel)).Items).Id;
        await stores.Alerts.ChangeAsync(Scopes.GreenPark, id, AlertAction.Acknowledged, "", Invented.Noon.AddHours(2), Cancel);
        await stores.Alerts.ClearAsync(Scopes.GreenPark, [Leak(100)], Cancel);
        await stores.Alerts.NoteAsync(Scopes.GreenPark, [Leak(200), new("gw-1", RuleId.GatewaySilent, Invented.Noon)], Cancel);
        await stores.Alerts.ClearAsync(Scopes.GreenPark, [new("gw-1", RuleId.GatewaySilent, Invented.Noon.AddHours(100))], Cancel);
        var all = await AllAsync(stores);
        Assert.Equal([EventTypes.AlertRaised, EventTypes.AlertAcknowledged, EventTypes.AlertClosed, EventTypes.AlertRaised, EventTypes.GatewaySilent, EventTypes.GatewayHeard], all.Select(static e => e.Type));
        Assert.Equal(FormattableString.Invariant($"{id}"), all[0].Subject);
        var raised = JsonElement.Parse(all[0].Data);
        Assert.Equal(("KAM.90000001", "OPEN", RuleCatalog.NameOf(RuleId.LeakMeter)), (raised.GetProperty("meterId").GetString(), raised.GetProperty("state").GetString(), raised.GetProperty("rule").GetString()));
        Assert.Equal("gw-1", JsonElement.Parse(all[4].Data).GetProperty("gatewayId").GetString());
    }

    [Fact]
    public async Task A_jobs_end_is_told_once_by_its_kind_with_the_numbers_of_its_result()
    {
        var stores = await NewStoresAsync();
        static Job Job(int number, string kind) => new()
        {
            Id = new(new Guid($"0190a000-0000-7000-8000-{number:d12}")),
            Society = Scopes.GreenPark.Society,
            Kind = kind,
            CreatedBy = "somebody",
            CreatedAt = Invented.Noon,
        };
        (string Kind, JobState State, string Type)[] ends =
        [
            ("export.file", JobState.Succeeded, EventTypes.ExportReady), ("export.file", JobState.Failed, EventTypes.ExportFailed), ("export.file", JobState.Cancelled, EventTypes.JobFinished),
            ("import.meters", JobState.Succeeded, EventTypes.ImportFinished), ("import.meters", JobState.Failed, EventTypes.ImportFinished), ("other", JobState.Succeeded, EventTypes.JobFinished),
        ];
        for (var i = 0; i < ends.Length; i++)
        {
            var job = Job(i + 1, ends[i].Kind);
            await stores.Jobs.AddAsync(Scopes.GreenPark, job, Cancel);
            await stores.Jobs.UpdateAsync(Scopes.GreenPark, job.Id, static j => j with { State = JobState.Running, Progress = new(1, 2) }, Cancel);
            for (var again = 0; again < 2; again++)
                await stores.Jobs.UpdateAsync(Scopes.GreenPark, job.Id,
                    j => j with { State = ends[i].State, FinishedAt = Invented.Noon, Result = """{"rows":12,"location":"somewhere","leftOut":[{"name":"Mrs Rao"}]}""" }, Cancel);
        }
        var all = await AllAsync(stores);
        Assert.Equal(ends.Select(static e => e.Type), all.Select(static e => e.Type));
        Assert.Equal(Job(1, "").Id.ToString(), all[0].Subject);
        Assert.Equal(12, JsonElement.Parse(all[0].Data).GetProperty("counts").GetProperty("rows").GetInt32());
        Assert.DoesNotContain(all, static e => e.Data.Contains("Rao", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_replaced_meter_is_told()
    {
        var stores = await NewStoresAsync();
        var (old, fresh) = (new Meter { Id = Meter(1), Society = GreenPark, Tower = "A", Flat = "101" }, new Meter { Id = Meter(2), Society = GreenPark });
        await stores.Societies.CreateAsync(Scopes.Installation, new Society { Id = GreenPark, Name = "Green Park" }, Cancel);
        await stores.Meters.UpsertAsync(Scopes.GreenPark, [old], Invented.Noon, Cancel);
        Assert.Equal(ReplaceOutcome.Replaced, await stores.Meters.ReplaceAsync(Scopes.GreenPark, new(Meter(1), fresh, Invented.Noon.AddDays(1), FinalM3: 12.5m), Cancel));
        var told = Assert.Single(await AllAsync(stores));
        Assert.Equal((EventTypes.MeterReplaced, "KAM.90000002"), (told.Type, told.Subject));
        Assert.Equal(("KAM.90000001", 12.5m), (JsonElement.Parse(told.Data).GetProperty("oldMeterId").GetString(), JsonElement.Parse(told.Data).GetProperty("finalM3").GetDecimal()));
    }

    [Fact]
    public async Task The_hub_is_told_what_changed_where()
    {
        var stores = await NewStoresAsync();
        using var all = stores.Live.Subscribe(Scopes.Installation, (LiveTopics)~0);
        using var other = stores.Live.Subscribe(Scopes.LakeView, (LiveTopics)~0);
        await stores.Sessions.StartAsync(Asha, Round(), Targets(4), Cancel);
        Assert.True(all.WaitAsync(Cancel).IsCompleted);
        var started = all.Take();
        Assert.Equal(LiveTopics.Events, started.Topics);
        Assert.Empty(Assert.Single(started.Sessions).Value);
        Assert.False(all.WaitAsync(Cancel).IsCompleted);

        var address = Invented.Meter(Meter(2).Serial);
        var arrival = Invented.Telegram(1) with { Context = new() { Session = Id(), DeliveredBy = "asha" } };
        await stores.Intake.CommitAsync([new(arrival, new(0, DecodeState.Decoded, address), Invented.Reading(1, address)) { LinkVerified = true, Society = GreenPark }], Cancel);
        var heard = all.Take();
        Assert.Equal(LiveTopics.Readings, heard.Topics);
        Assert.Equal([Meter(2)], heard.Sessions[Id()]);
        Assert.Equal((Meter(2), (int?)-71, DecodeState.Decoded), Assert.Single(heard.Telegrams) is var t ? (t.Meter, t.RssiDbm, t.State) : default);

        await stores.Sessions.NoteAsync(Asha, Id(), Meter(3), Typed(), Cancel);
        Assert.Equal([Meter(3)], all.Take().Sessions[Id()]);
        await stores.Sessions.NoteAsync(Asha, Id(), Meter(3), Typed(), Cancel);   // again: nothing changed
        Assert.Empty(all.Take().Sessions);
        Assert.Equal(LiveTopics.None, other.Take().Topics);
        Assert.False(other.WaitAsync(Cancel).IsCompleted);
    }
}
