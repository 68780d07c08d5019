namespace Sluice.Storage.Sqlite;

/// <summary>Tuning of a <see cref="SqliteStore"/>.</summary>
public sealed record SqliteOptions
{
    /// <summary>Page cache of the writer, KiB.</summary>
    public int CacheKiB { get; init; } = 65_536;

    /// <summary>Pages in the log after which it is copied into the database: more means fewer writes of the same page and a longer recovery.</summary>
    public int CheckpointPages { get; init; } = 8_000;

    /// <summary>Upper limit of the database, pages of 4 KiB; null: the disk is the limit.</summary>
    public int? MaxPages { get; init; }
}
