using Sluice.Metering.Audit;
using Sluice.Metering.Identity;

namespace Sluice.Storage.Contract;

/// <summary>What every <see cref="IAuditLog"/> promises.</summary>
public abstract class AuditLogTests
{
    protected abstract ValueTask<IAuditLog> NewAuditLogAsync();

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected static InstallationScope Everything { get; } = Authorizer.ForWorker("test");

    private static SocietyId Green { get; } = SocietyId.Parse("green-park");

    private static SocietyId Blue { get; } = SocietyId.Parse("blue-hill");

    protected static AuditEntry Entry(int number, SocietyId? society = null) =>
        new(Invented.Noon.AddSeconds(number), $"user-{number}", "A. Person", "meter.update", society, $"meter-{number}", $"status {number}", "192.0.2.7");

    [Fact]
    public async Task Entries_come_back_as_written_newest_first_and_oldest_first()
    {
        var log = await NewAuditLogAsync();
        AuditEntry[] written = [Entry(1, Green), Entry(2), Entry(3, Blue) with { ActorName = "", Target = "", Detail = "", From = null }];
        foreach (var entry in written) await log.AppendAsync(entry, Cancel);
        Assert.Equal(written, (await log.ReadAsync(Everything, 0, 10, Cancel)).Select(e => e.Entry));
        Assert.Equal([3, 2, 1], (await log.ListAsync(Everything, null, 10, Cancel)).Items.Select(e => e.Sequence));
    }

    [Fact]
    public async Task A_society_sees_its_own_entries_only()
    {
        var log = await NewAuditLogAsync();
        foreach (var n in Enumerable.Range(1, 6)) await log.AppendAsync(Entry(n, (n % 3) switch { 0 => Green, 1 => Blue, _ => null }), Cancel);
        var page = await log.ListAsync(Authorizer.ForWorker(Green, "test"), null, 10, Cancel);
        Assert.Equal([6, 3], page.Items.Select(e => e.Sequence));
        Assert.Null(page.Next);
    }

    [Fact]
    public async Task Pages_meet_without_gap_or_repeat_while_entries_arrive()
    {
        var log = await NewAuditLogAsync();
        foreach (var n in Enumerable.Range(1, 7)) await log.AppendAsync(Entry(n), Cancel);
        var seen = new List<long>();
        string? next = null;
        do
        {
            var page = await log.ListAsync(Everything, next, 3, Cancel);
            seen.AddRange(page.Items.Select(e => e.Sequence));
            next = page.Next;
            await log.AppendAsync(Entry(99), Cancel);
        }
        while (next is not null);
        Assert.Equal([7, 6, 5, 4, 3, 2, 1], seen);
        Assert.Equal([4, 5], (await log.ReadAsync(Everything, 3, 2, Cancel)).Select(e => e.Sequence));
    }

    [Theory, InlineData("x"), InlineData(""), InlineData("r5"), InlineData("a0"), InlineData("a-1")]
    public async Task A_cursor_of_something_else_is_refused(string next)
    {
        var log = await NewAuditLogAsync();
        await Assert.ThrowsAsync<FormatException>(async () => await log.ListAsync(Everything, next, 3, Cancel));
    }

    [Fact]
    public async Task The_chain_of_entries_written_at_the_same_time_holds()
    {
        var log = await NewAuditLogAsync();
        await Task.WhenAll(Enumerable.Range(1, 200).Select(n => Task.Run(async () => await log.AppendAsync(Entry(n), Cancel), Cancel)));
        var verdict = await AuditChain.VerifyAsync(log, Everything, Cancel);
        Assert.Equal((200, null), (verdict.Entries, verdict.Break));
        Assert.Equal((await log.ReadAsync(Everything, 199, 1, Cancel))[0].Hash.ToArray(), verdict.Head.ToArray());
    }

    [Fact]
    public async Task An_empty_log_is_intact()
    {
        var verdict = await AuditChain.VerifyAsync(await NewAuditLogAsync(), Everything, Cancel);
        Assert.Equal((0, null, 0), (verdict.Entries, verdict.Break, verdict.Head.Length));
    }

    [Fact]
    public async Task Texts_are_cut_and_made_printable_and_the_chain_holds()
    {
        var log = await NewAuditLogAsync();
        var half = "\uD83D";
        await log.AppendAsync(Entry(1) with { Detail = "a\nb\0c" + half + new string('x', 3000), Target = new string('y', 199) + "\U0001F6B0", At = Invented.Noon.AddTicks(1) }, Cancel);
        var stored = Assert.Single(await log.ReadAsync(Everything, 0, 10, Cancel)).Entry;
        Assert.StartsWith("a b c\uFFFDxx", stored.Detail, StringComparison.Ordinal);
        Assert.Equal((2000, 199, Invented.Noon), (stored.Detail.Length, stored.Target.Length, stored.At));
        Assert.Null((await AuditChain.VerifyAsync(log, Everything, Cancel)).Break);
    }

    [Theory, InlineData("", "meter.update"), InlineData("user", "")]
    public async Task An_entry_without_actor_or_action_is_refused(string actor, string action)
    {
        var log = await NewAuditLogAsync();
        await Assert.ThrowsAsync<ArgumentException>(async () => await log.AppendAsync(Entry(1) with { Actor = actor, Action = action }, Cancel));
    }
}
