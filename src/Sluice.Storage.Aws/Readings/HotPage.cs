using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Sluice.Metering.Identity;
using Sluice.WMBus.Frames;

namespace Sluice.Storage.Aws.Readings;

/// <summary>The newest state of one meter, as it is kept hot.</summary>
/// <param name="Meter">Its address.</param>
/// <param name="At">When it was heard, UTC, to the second; from 2020 on.</param>
/// <param name="Total">Volume = <paramref name="Total"/> × 10^-<paramref name="Scale"/> m³.</param>
/// <param name="Scale">Decimal places, 0 to 9.</param>
/// <param name="Info">The info code; 0: all well.</param>
/// <param name="RssiDbm">The signal, dBm, -127 to 0.</param>
public readonly record struct HotState(MeterAddress Meter, DateTimeOffset At, long Total, int Scale, uint Info, int RssiDbm);

/// <summary>An item of ReadingsHot: the newest states of up to 200 meters of a gateway. One upload of a gateway is one write of one page, not one a meter.</summary>
/// <remarks>Keys: society / L#gateway#page. A sequence guards it: an upload that comes twice or late changes nothing.</remarks>
public static class HotPage
{
    /// <summary>The most meters of a page.</summary>
    public const int MaxMeters = 200;

    private static readonly DateTimeOffset Epoch = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Makes the item.</summary>
    /// <param name="society">Whose the meters are.</param>
    /// <param name="gateway">The gateway's id.</param>
    /// <param name="page">The page's number, from 0.</param>
    /// <param name="sequence">The upload's number; greater than the one before.</param>
    /// <param name="states">At most <see cref="MaxMeters"/>.</param>
    /// <param name="expires">When the item may be forgotten.</param>
    public static Dictionary<string, AttributeValue> Make(SocietyId society, string gateway, int page, long sequence, IReadOnlyList<HotState> states, DateTimeOffset expires) => new()
    {
        ["societyId"] = new() { S = society.Text },
        ["page"] = new() { S = $"L#{gateway}#{page.ToString("D4", CultureInfo.InvariantCulture)}" },
        ["q"] = new() { N = sequence.ToString(CultureInfo.InvariantCulture) },
        [Dynamo.Tables.Ttl] = new() { N = expires.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) },
        ["d"] = new() { B = new(Pack(states)) },
    };

    /// <summary>Packs the states: for each the eight bytes of the address, then time, total, scale, info and signal as LEB128.</summary>
    public static byte[] Pack(IReadOnlyList<HotState> states)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(states.Count, MaxMeters);
        var bytes = new Varints();
        Span<byte> address = stackalloc byte[8];
        foreach (var state in states)
        {
            state.Meter.WriteLinkLayer(address);
            bytes.AddBytes(address);
            bytes.Add((ulong)(state.At - Epoch).TotalSeconds);
            bytes.AddSigned(state.Total);
            bytes.Add((ulong)state.Scale);
            bytes.Add(state.Info);
            bytes.Add((ulong)-state.RssiDbm);
        }
        return bytes.ToArray();
    }

    /// <summary>Unpacks states.</summary>
    /// <returns>False when the bytes are no page, whatever they are.</returns>
    public static bool TryUnpack(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out IReadOnlyList<HotState>? states)
    {
        states = null;
        var reader = new VarintReader(bytes);
        var found = new List<HotState>();
        while (!reader.IsAtEnd)
        {
            if (found.Count == MaxMeters || !reader.TryTake(8, out var address) || !reader.TryRead(out var seconds) || seconds > uint.MaxValue || !reader.TryReadSigned(out var total)
                || !reader.TryRead(out var scale) || scale > 9 || !reader.TryRead(out var info) || info > uint.MaxValue || !reader.TryRead(out var signal) || signal > 127) return false;
            found.Add(new(MeterAddress.FromLinkLayer(address), Epoch.AddSeconds(seconds), total, (int)scale, (uint)info, -(int)signal));
        }
        states = found;
        return true;
    }
}
