namespace Sluice.WMBus.Tests;

/// <summary>Tests that measure the whole process and bear no company.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
