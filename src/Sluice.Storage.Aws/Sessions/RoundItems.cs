using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Sluice.Metering.Meters;
using Sluice.Metering.Sessions;

namespace Sluice.Storage.Aws.Sessions;

/// <summary>The items of a round in ScanSessions: a header with the counts, and the targets in chunks. Keys: societyId#scanId / when it started, with the chunk's number behind.</summary>
/// <remarks>A round of 10,000 targets inline would be one item of 361 KB, written anew (362 units) at each progress; so the header stays below 1 KB and a batch is one conditional write of it.</remarks>
public static class RoundItems
{
    /// <summary>Targets of a chunk.</summary>
    public const int ChunkTargets = 1000;

    /// <summary>Batches the header remembers, so that one that comes twice counts once.</summary>
    public const int RememberedBatches = 32;

    /// <summary>The header.</summary>
    /// <param name="session">The round.</param>
    /// <param name="batches">Hashes of the batches counted last, 8 bytes each, at most <see cref="RememberedBatches"/>.</param>
    public static Dictionary<string, AttributeValue> Header(ScanSession session, IReadOnlyList<byte[]> batches)
    {
        var item = Keys(session, "");
        item["societyId"] = new() { S = session.Society.Text };
        item["userId"] = new() { S = session.User };
        item["scanMode"] = new() { S = session.Mode.ToString() };
        item["status"] = new() { S = session.Status.ToString() };
        item["name"] = new() { S = session.Name };
        item["v"] = Number(session.Version);
        item["c"] = new() { L = [.. Counts(session.Counts).Select(static n => Number(n))] };
        if (batches.Count > 0) item["b"] = new() { BS = [.. batches.Select(static b => new MemoryStream(b))] };
        return item;
    }

    /// <summary>A chunk of targets, nine bytes each: the meter's key and its state.</summary>
    /// <param name="session">The round.</param>
    /// <param name="number">The chunk's number, from 0.</param>
    /// <param name="targets">At most <see cref="ChunkTargets"/>.</param>
    public static Dictionary<string, AttributeValue> Chunk(ScanSession session, int number, IReadOnlyList<(MeterId Meter, TargetState State)> targets)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(targets.Count, ChunkTargets);
        var bytes = new byte[targets.Count * 9];
        for (var i = 0; i < targets.Count; i++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(i * 9), targets[i].Meter.SortKey);
            bytes[i * 9 + 8] = (byte)targets[i].State;
        }
        var item = Keys(session, $"#T#{number.ToString("D3", CultureInfo.InvariantCulture)}");
        item["t"] = new() { B = new(bytes) };
        return item;
    }

    private static Dictionary<string, AttributeValue> Keys(ScanSession session, string behind) => new()
    {
        ["societyId#scanId"] = new() { S = $"{session.Society.Text}#{session.Id}" },
        ["timestamp"] = new() { S = session.StartedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture) + behind },
    };

    private static AttributeValue Number(long number) => new() { N = number.ToString(CultureInfo.InvariantCulture) };

    private static int[] Counts(StateCounts c) => [c.Missing, c.Captured, c.Decoded, c.Suspicious, c.Manual, c.Unreadable];
}
