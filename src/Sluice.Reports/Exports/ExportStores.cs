using Sluice.Metering.Meters;
using Sluice.Metering.Readings;
using Sluice.Metering.Sessions;
using Sluice.Metering.Societies;
using Sluice.Metering.Telegrams;

namespace Sluice.Reports.Exports;

/// <summary>Where the rows of exports come from.</summary>
public sealed record ExportStores(
    ISocietyStore Societies, ISessionStore Sessions, IMeterStore Meters, IReadingStore Readings, IReadingVersionStore Versions, ITelegramArchive Telegrams);
