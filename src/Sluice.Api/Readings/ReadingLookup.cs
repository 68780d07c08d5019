using System.Globalization;
using Sluice.Api.Access;
using Sluice.Metering.Identity;
using Sluice.Metering.Readings;

namespace Sluice.Api.Readings;

/// <summary>Finds the society of a reading.</summary>
public sealed class ReadingLookup(IReadingStore readings) : ISocietyLookup
{
    public string RouteParameter => "readingId";

    public async ValueTask<SocietyId?> FindAsync(string value, CancellationToken ct) => TryParse(value, out var sequence) ? await readings.FindSocietyAsync(sequence, ct) : null;

    internal static bool TryParse(string text, out long sequence) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out sequence);
}
