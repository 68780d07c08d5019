namespace Sluice.Contracts.Telegrams;

/// <summary>Answer to <c>POST /api/telegrams</c>. Every telegram counted in <see cref="Received"/> is on disk.</summary>
public sealed record ReceiptDto
{
    /// <summary>Telegrams archived.</summary>
    public required int Received { get; init; }

    /// <summary>New readings.</summary>
    public required int Stored { get; init; }

    /// <summary>Telegrams that were there already.</summary>
    public required int Repeats { get; init; }

    /// <summary>Telegrams of a gateway that were counted but not kept, because enough of their meter are.</summary>
    public required int Counted { get; init; }

    /// <summary>Lines or records that held no telegram; not kept.</summary>
    public required int Rejected { get; init; }

    /// <summary>Archived telegrams that gave no reading: how many by code, for example <c>NoKey</c>.</summary>
    public required IReadOnlyDictionary<string, int> Undecoded { get; init; }
}
