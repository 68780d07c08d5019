namespace Sluice.Api.Health;

/// <summary>Whether the server has finished starting and takes work.</summary>
public sealed class Readiness
{
    private volatile bool ready;

    /// <summary>True from the end of the start to the beginning of the end.</summary>
    public bool IsReady
    {
        get => ready;
        set => ready = value;
    }
}
