using Sluice.Metering.Identity;

namespace Sluice.Storage.Contract;

/// <summary>Scopes as a worker has them.</summary>
public static class Scopes
{
    public static SocietyScope GreenPark { get; } = Of("green-park");

    public static SocietyScope LakeView { get; } = Of("lake-view");

    public static InstallationScope Installation { get; } = Authorizer.ForWorker("test");

    public static SocietyScope Of(string society) => Authorizer.ForWorker(SocietyId.Parse(society), "test");
}
