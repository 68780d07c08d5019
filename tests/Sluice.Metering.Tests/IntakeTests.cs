using Microsoft.Extensions.Time.Testing;
using Sluice.Metering.Formats;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Readings;
using Sluice.Metering.Sessions;
using Sluice.Metering.Storage;
using Sluice.Metering.Telegrams;
using Sluice.Storage.Contract;
using Sluice.WMBus;
using Sluice.WMBus.Drivers;
using Sluice.WMBus.Receivers;
using Sluice.WMBus.Security;

namespace Sluice.Metering.Tests;

public sealed class IntakeTests : IAsyncDisposable
{
    private readonly InMemoryTelegramArchive archive = new();
    private readonly InMemoryReadingStore memory = new();
    private readonly WatchedStore store;
    private readonly MeterDirectory meters = new();
    private readonly InMemoryFormatStore formats = new();
    private readonly FakeTimeProvider clock = new(Invented.Noon);
    private readonly InventedMeter meter = new();
    private Intake intake;

    public IntakeTests()
    {
        store = new(new InMemoryIntakeStore(archive, memory));
        meters.Set([new(MeterId.Of(meter.Address), Society, MeterStatus.Active)]);
        intake = NewIntake();
    }

    private static SocietyId Society { get; } = SocietyId.Parse("green-park");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => intake.DisposeAsync();

    [Fact]
    public async Task A_telegram_becomes_a_reading()
    {
        await StartAsync(meter.Key);
        var receipt = await intake.ReceiveAsync([meter.Heard(8915)], ArrivalContext.None, Cancel);
        Assert.Equal((1, 1, 0, 0, 0), (receipt.Received, receipt.Stored, receipt.Repeats, receipt.Counted, receipt.Rejected));
        var reading = Assert.Single((await memory.ListAsync(Invented.Scope, null, 10, Cancel)).Items);
        Assert.Equal("8.915", reading.TotalM3?.ToString());
        Assert.Equal(("90000001", "A-101", "cold water", Invented.Noon, ReadingQuality.Good, "", -70, "reader-1"),
            (reading.Meter.Id, reading.Name, reading.Media, reading.At, reading.Quality, reading.Reasons, reading.RssiDbm, reading.Receiver));
    }

    [Fact]
    public async Task The_same_telegram_from_two_readers_is_one_reading_with_the_best_signal()
    {
        await StartAsync(meter.Key);
        var receipt = await intake.ReceiveAsync([meter.Heard(1), meter.Heard(1, device: "reader-2", rssi: -50)], ArrivalContext.None, Cancel);
        Assert.Equal((2, 1, 1), (receipt.Received, receipt.Stored, receipt.Repeats));
        Assert.Equal(("reader-2", -50), Assert.Single((await memory.ListAsync(Invented.Scope, null, 10, Cancel)).Items) is var r ? (r.Receiver, r.RssiDbm) : default);
        Assert.Equal(1, (await archive.CountAsync(Cancel))[DecodeState.Repeated]);
    }

    [Fact]
    public async Task Telegrams_without_key_are_kept_and_decoded_when_the_key_comes()
    {
        await StartAsync();
        var receipt = await intake.ReceiveAsync([meter.Heard(1), meter.Heard(2)], ArrivalContext.None, Cancel);
        Assert.Equal(new Dictionary<DecodeState, int> { [DecodeState.NoKey] = 2 }, receipt.Undecoded);
        intake.AddKeys([meter.Key]);
        await UntilAsync(async () => (await memory.CountAsync(Invented.Installation, Cancel)).Readings == 2);
        await UntilAsync(async () => (await archive.CountAsync(Cancel)).GetValueOrDefault(DecodeState.Decoded) == 2);
    }

    [Fact]
    public async Task A_wrong_key_is_said_and_healed_by_the_right_one()
    {
        await StartAsync(new InventedMeter(keyEnd: 99).Key);
        Assert.Equal(1, (await intake.ReceiveAsync([meter.Heard(1)], ArrivalContext.None, Cancel)).Undecoded[DecodeState.WrongKey]);
        intake.AddKeys([meter.Key]);
        await UntilAsync(async () => (await memory.CountAsync(Invented.Installation, Cancel)).Readings == 1);
    }

    [Fact]
    public async Task Compact_frames_wait_for_their_format_and_it_survives_a_restart()
    {
        await StartAsync(meter.Key);
        var receipt = await intake.ReceiveAsync([meter.Heard(1, layout: InventedMeter.Unknown), meter.Heard(2, layout: InventedMeter.Unknown)], ArrivalContext.None, Cancel);
        Assert.Equal(2, receipt.Undecoded[DecodeState.UnknownFormat]);
        await intake.ReceiveAsync([meter.Heard(3, full: true, layout: InventedMeter.Unknown)], ArrivalContext.None, Cancel);
        await UntilAsync(async () => (await memory.CountAsync(Invented.Installation, Cancel)).Readings == 3);
        await UntilAsync(async () => (await formats.LoadAsync(Cancel)).Count == 1);

        await intake.DisposeAsync();
        intake = NewIntake(meter.Key);
        await intake.StartAsync(Cancel);
        Assert.Equal(1, (await intake.ReceiveAsync([meter.Heard(4, layout: InventedMeter.Unknown)], ArrivalContext.None, Cancel)).Stored);
    }

    [Fact]
    public async Task What_an_older_version_left_undecoded_is_decoded_at_the_next_start()
    {
        foreach (var some in Enumerable.Range(1, 2500).Chunk(1000))
            await store.CommitAsync([.. some.Select(n => new IntakeItem(new(meter.Telegram(n), Invented.Noon.AddSeconds(n)), new(0, DecodeState.Pending)))], Cancel);
        await StartAsync(meter.Key);
        Assert.Equal(2500, (await memory.CountAsync(Invented.Installation, Cancel)).Readings);
        Assert.Empty(await archive.ListPendingAsync(0, 10, Cancel));
    }

    [Fact]
    public async Task What_the_store_cannot_take_is_not_acknowledged()
    {
        await StartAsync(meter.Key);
        store.Fails = true;
        await Assert.ThrowsAsync<StorageException>(async () => await intake.ReceiveAsync([meter.Heard(1)], ArrivalContext.None, Cancel));
        store.Fails = false;
        Assert.Equal(1, (await intake.ReceiveAsync([meter.Heard(1)], ArrivalContext.None, Cancel)).Stored);
    }

    [Fact]
    public async Task A_failure_while_healing_is_told_and_tried_again()
    {
        await StartAsync();
        await intake.ReceiveAsync([meter.Heard(1)], ArrivalContext.None, Cancel);
        var told = 0;
        intake.Faulted += _ => Interlocked.Increment(ref told);
        store.Fails = true;
        intake.AddKeys([meter.Key]);
        await UntilAsync(() => Task.FromResult(Volatile.Read(ref told) > 0));
        store.Fails = false;
        await UntilAsync(async () =>
        {
            clock.Advance(TimeSpan.FromSeconds(5));
            return (await memory.CountAsync(Invented.Installation, Cancel)).Readings == 1;
        });
    }

    [Fact]
    public async Task Telegrams_of_a_meter_in_no_society_wait_for_its_registration_also_when_they_would_decode()
    {
        meters.Remove(MeterId.Of(meter.Address));
        await StartAsync(meter.Key);
        var receipt = await intake.ReceiveAsync([meter.Heard(1), meter.Heard(2)], ArrivalContext.None, Cancel);
        Assert.Equal(new Dictionary<DecodeState, int> { [DecodeState.UnknownMeter] = 2 }, receipt.Undecoded);
        meters.Set([new(MeterId.Of(meter.Address), Society, MeterStatus.Active)]);
        await UntilAsync(async () => (await memory.CountAsync(Invented.Installation, Cancel)).Readings == 2);
        Assert.All((await memory.ListAsync(Invented.Scope, null, 10, Cancel)).Items, r => Assert.Equal(Society, r.Society));
    }

    [Fact]
    public async Task Telegrams_delivered_by_somebody_of_another_society_are_kept_but_not_for_us()
    {
        await StartAsync(meter.Key);
        var stranger = new Caller("scanner-7", Role.Scanner, new HashSet<SocietyId> { SocietyId.Parse("blue-lake") });
        var receipt = await intake.ReceiveAsync([meter.Heard(1)], ArrivalContext.Of(stranger), Cancel);
        Assert.Equal(new Dictionary<DecodeState, int> { [DecodeState.NotForUs] = 1 }, receipt.Undecoded);
        Assert.Equal(0, (await memory.CountAsync(Invented.Installation, Cancel)).Readings);
        var member = stranger with { Societies = new HashSet<SocietyId> { Society } };
        Assert.Equal(1, (await intake.ReceiveAsync([meter.Heard(1)], ArrivalContext.Of(member), Cancel)).Stored);
        Assert.Equal("scanner-7", (await archive.FindAsync(2, Cancel))!.Arrival.Context.DeliveredBy);
    }

    [Fact]
    public async Task A_reading_knows_its_society_round_place_and_day()
    {
        clock.AdjustTime(new(2026, 3, 31, 20, 0, 0, TimeSpan.Zero));   // 1 April in India
        await StartAsync(meter.Key);
        var round = SessionId.New(clock);
        await intake.ReceiveAsync([meter.Heard(1)], ArrivalContext.None with { Session = round, Gps = new(18.5, 73.9) }, Cancel);
        var reading = Assert.Single((await memory.ListAsync(Invented.Scope, null, 10, Cancel)).Items);
        Assert.Equal((Society, round, new Location(18.5, 73.9), new DateOnly(2026, 4, 1), new DateOnly(2026, 4, 1)),
            (reading.Society, reading.Session, reading.Gps, reading.Day, reading.TargetDay));
    }

    [Fact]
    public async Task Noise_is_rejected_or_kept_but_never_thrown()
    {
        await StartAsync(meter.Key);
        var receipt = await intake.ReceiveAsync(
        [
            new() { Bytes = default, Error = new(DecodeErrorCode.BadInput, Layer.Receiver, 0, "noise") },
            new() { Bytes = new byte[TelegramArrival.MaxBytes + 1] },
            new() { Bytes = new byte[] { 0xFF } },
            new() { Bytes = meter.Telegram(1).AsMemory(0, 20) },
        ], ArrivalContext.None, Cancel);
        Assert.Equal((2, 2), (receipt.Received, receipt.Rejected));
        Assert.Equal(2, receipt.Undecoded.Values.Sum());
    }

    [Fact]
    public async Task A_key_that_comes_with_the_telegram_is_used_and_not_kept()
    {
        await StartAsync();
        Assert.Equal(1, (await intake.ReceiveAsync([meter.Heard(1) with { Key = meter.KeyHex, Name = "flat 7" }], ArrivalContext.None, Cancel)).Stored);
        Assert.Equal(1, (await intake.ReceiveAsync([meter.Heard(2)], ArrivalContext.None, Cancel)).Undecoded[DecodeState.NoKey]);
    }

    [Fact]
    public async Task A_receivers_clock_far_ahead_is_not_believed()
    {
        await StartAsync(meter.Key);
        await intake.ReceiveAsync([meter.Heard(1) with { HeardAt = Invented.Noon.AddDays(3) }, meter.Heard(2) with { HeardAt = Invented.Noon.AddDays(-3) }], ArrivalContext.None, Cancel);
        var page = (await memory.ListAsync(Invented.Scope, null, 10, Cancel)).Items;
        Assert.Equal((Invented.Noon, ReadingQuality.Fair, "ReceiverClock"), (page[1].At, page[1].Quality, page[1].Reasons));
        Assert.Equal(Invented.Noon.AddDays(-3), page[0].At);
    }

    [Fact]
    public async Task Deliveries_beyond_the_bound_wait_for_a_place()
    {
        intake = NewIntake(new IntakeOptions { MaxDeliveries = 1 }, meter.Key);
        await intake.StartAsync(Cancel);
        store.Gate = new();
        var first = intake.ReceiveAsync([meter.Heard(1)], ArrivalContext.None, Cancel).AsTask();
        await UntilAsync(() => Task.FromResult(store.Commits == 1));
        var second = intake.ReceiveAsync([meter.Heard(2)], ArrivalContext.None, Cancel).AsTask();
        Assert.False(second.IsCompleted);
        Assert.Equal(1, store.Commits);
        store.Gate.SetResult();
        Assert.Equal(2, (await Task.WhenAll(first, second)).Sum(r => r.Stored));
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (var i = 0; i < 1000; i++)
        {
            if (await condition()) return;
            await Task.Delay(10, Cancel);
        }
        Assert.Fail("It did not come to pass within 10 s.");
    }

    private async Task StartAsync(params MeterKey[] keys)
    {
        intake = NewIntake(keys);
        await intake.StartAsync(Cancel);
    }

    private Intake NewIntake(params MeterKey[] keys) => NewIntake(new IntakeOptions(), keys);

    private Intake NewIntake(IntakeOptions options, params MeterKey[] keys)
    {
        var drivers = BuiltInDrivers.Load();
        return new(new TelegramDecoder(new KeyRing(keys), BuiltInDrivers.NewFormats(drivers), drivers), store, archive, formats, meters, new(), clock, options);
    }

    private sealed class WatchedStore(IIntakeStore inner) : IIntakeStore
    {
        private int commits;

        public bool Fails { get; set; }

        public TaskCompletionSource? Gate { get; set; }

        public int Commits => Volatile.Read(ref commits);

        public async ValueTask<IReadOnlyList<IntakeOutcome>> CommitAsync(IReadOnlyList<IntakeItem> items, CancellationToken ct)
        {
            if (Fails) throw new StorageException(StorageFault.Full, "full");
            Interlocked.Increment(ref commits);
            if (Gate is { } gate) await gate.Task;
            return await inner.CommitAsync(items, ct);
        }
    }
}
