using System.Collections.Immutable;
using Sluice.WMBus.Drivers;
using Sluice.WMBus.Formats;
using Sluice.WMBus.Frames;
using Sluice.WMBus.Records;
using Sluice.WMBus.Security;
using Sluice.WMBus.Transport;

namespace Sluice.WMBus;

/// <summary>One attempt at a telegram: the state the layers hand on to each other. Lives for one call, and is its thread's only one: the next empties its lists.</summary>
internal sealed class TelegramRun(byte[] plain, FrameFormat format, bool linkVerified, FormatRegistry formats, KeyRing keys, MeterKey? givenKey)
{
    [ThreadStatic]
    private static List<LayerSpan>? layersOfThread;
    [ThreadStatic]
    private static List<DataRecord>? recordsOfThread;

    private readonly List<LayerSpan> layers = Emptied(ref layersOfThread);
    private List<DecodeError>? warnings;

    /// <summary>The telegram without link CRCs; layers decrypt it in place.</summary>
    public byte[] Plain { get; } = plain;

    /// <summary>Offset of the next CI field.</summary>
    public int At { get; set; }

    /// <summary>End of the telegram's content, exclusive.</summary>
    public int End { get; set; } = plain.Length;

    public bool LinkVerified { get; } = linkVerified;

    public FormatRegistry Formats { get; } = formats;

    public MeterAddress? LinkAddress { get; set; }

    public MeterAddress? Address { get; set; }

    public byte? AccessNumber { get; set; }

    public uint? SessionNumber { get; set; }

    public byte? TransportStatus { get; set; }

    public SecurityMode Security { get; set; }

    public int SecurityModeNumber { get; set; }

    public bool WasDecryptedBefore { get; set; }

    public bool PayloadVerified { get; set; }

    public MeterKey? Key { get; set; }

    public AuthenticationHeader? Authentication { get; set; }

    public List<DataRecord> Records { get; } = Emptied(ref recordsOfThread);

    public int ManufacturerDataOffset { get; set; } = -1;

    public ushort? FormatSignature { get; set; }

    public bool TaughtFormat { get; set; }

    /// <summary>True when the application layer has been reached and dealt with.</summary>
    public bool IsFinished { get; set; }

    public ReadOnlySpan<byte> Rest => Plain.AsSpan(At, End - At);

    /// <summary>The keys to try for the meter, best first.</summary>
    public ReadOnlySpan<MeterKey> KeysToTry => givenKey is not null ? new MeterKey[] { givenKey } : Address is { } address ? keys.Find(address) : [];

    public void AddLayer(Layer layer, byte ci, int offset, int end) => layers.Add(new(layer, ci, offset, end - offset));

    public void Warn(DecodeError warning) => (warnings ??= []).Add(warning);

    public static DecodeError Fail(DecodeErrorCode code, Layer layer, int offset, string message) => new(code, layer, offset, message);

    /// <summary>Walks the layers and makes the result.</summary>
    public DecodedTelegram Decode(DriverCatalog drivers)
    {
        var identity = Address is { } outer && At < End ? TelegramHash.Compute(outer, Rest) : 0;
        var payloadStart = At;
        var error = Walk(ref identity, payloadStart);
        if (Key is null && givenKey is null && Security == SecurityMode.None && KeysToTry is [var known, ..]) Key = known; // an unencrypted meter may still have a name
        var (driver, model) = Address is { } address ? drivers.Find(address) : (MeterDriver.Generic, "");
        return new()
        {
            Error = error,
            Warnings = warnings is null ? [] : [.. warnings],
            Format = format,
            LinkVerified = LinkVerified,
            PayloadVerified = PayloadVerified,
            Address = Address,
            LinkAddress = LinkAddress,
            AccessNumber = AccessNumber,
            SessionNumber = SessionNumber,
            TransportStatus = TransportStatus,
            Security = Security,
            SecurityModeNumber = SecurityModeNumber,
            WasDecryptedBefore = WasDecryptedBefore,
            Key = Key,
            Identity = identity,
            Plain = Plain,
            Layers = [.. layers],
            Records = ImmutableArray.CreateRange(Records),
            ManufacturerDataOffset = ManufacturerDataOffset,
            FormatSignature = FormatSignature,
            TaughtFormat = TaughtFormat,
            Driver = driver,
            Model = model,
        };
    }

    private static List<T> Emptied<T>(ref List<T>? list)
    {
        if (list is null or { Capacity: > 64 }) return list = new(8);
        list.Clear();
        return list;
    }

    private DecodeError Walk(ref ulong identity, int payloadStart)
    {
        Span<byte> sent = stackalloc byte[LinkLayer.MaximumLength];
        // Each layer moves At; five layers are more than any telegram has.
        for (var depth = 0; depth < 6; depth++)
        {
            if (At >= End) return Fail(DecodeErrorCode.Truncated, Layer.Transport, At, "The telegram ends before its content: no CI field.");
            var ci = Plain[At];
            var before = Address;
            var payload = Plain.AsSpan(payloadStart, End - payloadStart);
            if (before is not null) payload.CopyTo(sent);   // layers decrypt in place
            var error = ci switch
            {
                >= 0x8C and <= 0x8F => ExtendedLinkLayer.Read(this, ci),
                0x90 => AuthenticationLayer.Read(this),
                0x81 => NetworkLayer.Read(this),
                _ => TransportLayer.Read(this, ci),
            };
            // A repeater's telegram is the telegram of the meter behind it: the innermost address counts.
            if (Address != before && Address is { } inner) identity = TelegramHash.Compute(inner, before is null ? Plain.AsSpan(payloadStart, End - payloadStart) : sent[..payload.Length]);
            if (!error.IsNone || IsFinished) return error;
        }
        return Fail(DecodeErrorCode.NotWMBus, Layer.Transport, At, "More nested headers than M-Bus has.");
    }
}
