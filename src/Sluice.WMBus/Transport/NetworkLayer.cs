namespace Sluice.WMBus.Transport;

/// <summary>Network layer, CI 81h: one control byte before the next layer (routed meters of EN 13757-5 as makers use it).</summary>
internal static class NetworkLayer
{
    private const int Length = 2;

    public static DecodeError Read(TelegramRun run)
    {
        if (run.Rest.Length <= Length) return TelegramRun.Fail(DecodeErrorCode.Truncated, Layer.ExtendedLink, run.At, "The network layer header is cut off.");
        run.AddLayer(Layer.ExtendedLink, 0x81, run.At, run.At + Length);
        run.At += Length;
        return default;
    }
}
