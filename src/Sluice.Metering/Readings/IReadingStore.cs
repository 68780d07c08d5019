using Sluice.WMBus.Frames;

namespace Sluice.Metering.Readings;

/// <summary>The readings. Stored once each, never changed in value, listed in the order of storing.</summary>
/// <remarks>Safe for use from many threads. Providers fail with <see cref="Storage.StorageException"/>.</remarks>
public interface IReadingStore
{
    /// <summary>The largest page.</summary>
    const int MaxPage = 1000;

    /// <summary>Appends readings, all of the batch or nothing; durable when the call returns. Safe to repeat: the key is <see cref="Reading.Identity"/>.</summary>
    /// <remarks><see cref="Reading.Sequence"/> of the argument is ignored; stored readings get rising numbers in the order of the batch. A repeat changes nothing
    /// but <see cref="Reading.SeenBy"/>, the best signal, and the meter's <see cref="LatestReading.LastHeard"/>; those only ever rise. The same reading of the
    /// same archived telegram again (a healed crash) changes nothing and is answered as the first time.</remarks>
    /// <returns>One outcome per reading, in order.</returns>
    /// <exception cref="ArgumentException">A volume has more than <see cref="Reading.MaxDigits"/> digits.</exception>
    ValueTask<IReadOnlyList<AppendOutcome>> AppendAsync(IReadOnlyList<Reading> batch, CancellationToken ct);

    /// <summary>Readings, last stored first.</summary>
    /// <param name="next">The cursor of the page before; null for the first page. A page never repeats or misses readings because others arrive meanwhile.</param>
    /// <param name="limit">1 to <see cref="MaxPage"/>.</param>
    /// <exception cref="FormatException"><paramref name="next"/> is not a cursor of this list.</exception>
    ValueTask<Page<Reading>> ListAsync(string? next, int limit, CancellationToken ct);

    /// <summary>Readings of one meter, last stored first. Costs what the page costs, however many meters there are.</summary>
    /// <inheritdoc cref="ListAsync" path="/param"/>
    /// <exception cref="FormatException"><paramref name="next"/> is not a cursor of this list.</exception>
    ValueTask<Page<Reading>> ListByMeterAsync(MeterAddress meter, string? next, int limit, CancellationToken ct);

    /// <summary>The newest reading of each meter, ordered by serial number, then by the rest of the address.</summary>
    /// <param name="next">The cursor of the page before; null for the first page.</param>
    /// <param name="limit">1 to <see cref="MaxPage"/>.</param>
    /// <exception cref="FormatException"><paramref name="next"/> is not a cursor of this list.</exception>
    ValueTask<Page<LatestReading>> ListLatestAsync(string? next, int limit, CancellationToken ct);

    /// <summary>The addresses of meters with readings that have this serial number; a serial number is unique only within a maker.</summary>
    ValueTask<IReadOnlyList<MeterAddress>> FindMetersAsync(uint serial, CancellationToken ct);

    /// <summary>Totals. Cheap at any size.</summary>
    ValueTask<ReadingCounts> CountAsync(CancellationToken ct);
}
