namespace Sluice.Metering.Societies;

/// <summary>The towers and flats of a society, each by name. Flats come without their residents.</summary>
public sealed record SocietyStructure(IReadOnlyList<Tower> Towers, IReadOnlyList<Flat> Flats);
