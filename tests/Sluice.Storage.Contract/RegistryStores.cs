using Sluice.Metering.Meters;
using Sluice.Metering.Societies;

namespace Sluice.Storage.Contract;

/// <summary>The two stores of one provider that work together.</summary>
public sealed record RegistryStores(ISocietyStore Societies, IMeterStore Meters);
