using Sluice.Metering.Audit;
using Sluice.Metering.Identity;
using Sluice.Storage.Contract;

namespace Sluice.Metering.Tests.Audit;

public sealed class InMemoryAuditLogTests : AuditLogTests
{
    protected override ValueTask<IAuditLog> NewAuditLogAsync() => new(new InMemoryAuditLog());
}

public sealed class AuditChainTests
{
    private static readonly AuditVerdict Nothing = new(0, ReadOnlyMemory<byte>.Empty, null);

    private static List<ChainedAuditEntry> Chain(int count)
    {
        var chain = new List<ChainedAuditEntry>();
        for (var n = 1; n <= count; n++)
            chain.Add(AuditChain.Link(n, new(Invented.Noon.AddSeconds(n), "user", "name", "meter.update", SocietyId.Parse("green-park"), $"m{n}", "d", "192.0.2.7"), n == 1 ? default : chain[^1].Hash.Span));
        return chain;
    }

    // Worked out apart with Python's hashlib from the description in docs/operations.md.
    [Fact]
    public void The_hash_is_the_documented_one() => Assert.Equal(
        "bacee984572b385c2d9cbd3996b4bd3c0ece0cdc7ca9f3f30033ecf32df23535",
        Convert.ToHexStringLower(AuditChain.Link(1, new(DateTimeOffset.FromUnixTimeMilliseconds(1), "u", "", "a", null, "t"), default).Hash.Span));

    public static TheoryData<string, Func<AuditEntry, AuditEntry>> Changes => new()
    {
        { "at", e => e with { At = e.At.AddMilliseconds(1) } },
        { "actor", e => e with { Actor = "other" } },
        { "name", e => e with { ActorName = "other" } },
        { "action", e => e with { Action = "other" } },
        { "society", e => e with { Society = SocietyId.Parse("blue-hill") } },
        { "no society", e => e with { Society = null } },
        { "target", e => e with { Target = "other" } },
        { "detail", e => e with { Detail = "" } },
        { "from", e => e with { From = null } },
        { "moved text", e => e with { Actor = "use", ActorName = "rname" } },
    };

    [Theory, MemberData(nameof(Changes))]
    public void Any_change_to_an_entry_breaks_the_chain_there(string what, Func<AuditEntry, AuditEntry> change)
    {
        var chain = Chain(5);
        chain[2] = chain[2] with { Entry = change(chain[2].Entry) };
        Assert.True(AuditChain.Check(Nothing, chain) is { Break: 3, Entries: 2 }, what);
    }

    [Fact]
    public void A_changed_entry_with_a_new_hash_of_its_own_breaks_the_chain_at_the_next()
    {
        var chain = Chain(5);
        chain[2] = AuditChain.Link(3, chain[2].Entry with { Actor = "other" }, chain[1].Hash.Span);
        Assert.Equal(4, AuditChain.Check(Nothing, chain).Break);
    }

    [Fact]
    public void Removed_swapped_and_added_entries_break_the_chain()
    {
        var removed = Chain(5);
        removed.RemoveAt(1);
        Assert.Equal(2, AuditChain.Check(Nothing, removed).Break);
        var swapped = Chain(5);
        (swapped[1], swapped[2]) = (swapped[2], swapped[1]);
        Assert.Equal(2, AuditChain.Check(Nothing, swapped).Break);
        var twice = Chain(3);
        twice.Add(twice[^1]);
        Assert.Equal(4, AuditChain.Check(Nothing, twice).Break);
    }

    [Fact]
    public void An_untouched_chain_holds() => Assert.True(AuditChain.Check(Nothing, Chain(5)) is { Entries: 5, Break: null });
}
