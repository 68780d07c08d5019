using System.Collections.Immutable;
using Sluice.WMBus.Drivers;
using Sluice.WMBus.Formats;
using Sluice.WMBus.Frames;
using Sluice.WMBus.Records;
using Sluice.WMBus.Security;

namespace Sluice.WMBus;

/// <summary>What a telegram says, as far as it could be understood. Immutable; what decoded before an error is kept.</summary>
public sealed class DecodedTelegram
{
    private ImmutableArray<ReadingField> fields;

    internal DecodedTelegram()
    {
    }

    /// <summary>Why the telegram gives no reading; <see cref="DecodeError.IsNone"/> when it does.</summary>
    public DecodeError Error { get; internal init; }

    /// <summary>True when the telegram gives a reading.</summary>
    public bool IsDecoded => Error.IsNone;

    /// <summary>What is odd about a telegram that decoded: a wrong data CRC, a record cut off at the end, trailing bytes.</summary>
    public ImmutableArray<DecodeError> Warnings { get; internal init; } = [];

    /// <summary>How the link layer lay in the bytes that came in.</summary>
    public FrameFormat Format { get; internal init; }

    /// <summary>True when link layer CRCs (or the wired checksum) were present and hold.</summary>
    public bool LinkVerified { get; internal init; }

    /// <summary>True when the payload proved itself: payload CRC, <c>2F2F</c> after decryption, or a CMAC.</summary>
    public bool PayloadVerified { get; internal init; }

    /// <summary>The meter: innermost address of the telegram. Null when not even an address could be read.</summary>
    public MeterAddress? Address { get; internal init; }

    /// <summary>Address of the link layer, the sender on air: differs from <see cref="Address"/> behind a repeater or radio module.</summary>
    public MeterAddress? LinkAddress { get; internal init; }

    /// <summary>The meter's serial number as printed, eight digits; empty without address.</summary>
    public string Id => Address?.Id ?? "";

    /// <summary>The access number of the innermost header that has one; null when none.</summary>
    public byte? AccessNumber { get; internal init; }

    /// <summary>The extended link layer's session number; null without one.</summary>
    public uint? SessionNumber { get; internal init; }

    /// <summary>The transport layer's status byte; null without header.</summary>
    public byte? TransportStatus { get; internal init; }

    /// <summary>How the telegram was protected.</summary>
    public SecurityMode Security { get; internal init; }

    /// <summary>The number of the security mode in the telegram, for <see cref="SecurityMode.Other"/>.</summary>
    public int SecurityModeNumber { get; internal init; }

    /// <summary>True when the telegram says encrypted but came in the clear (a receiver or file that decrypted it already).</summary>
    public bool WasDecryptedBefore { get; internal init; }

    /// <summary>The key that fitted; null when none was needed or none fitted.</summary>
    public MeterKey? Key { get; internal init; }

    /// <summary>Name of the meter, from its key entry; empty when unknown.</summary>
    public string Name => Key?.Name ?? "";

    /// <summary>The same for every reception of the same telegram, whoever relays it: address, access number, session number and payload, hashed.</summary>
    public ulong Identity { get; internal init; }

    /// <summary>The telegram without link CRCs, decrypted as far as possible. Offsets in errors and records point in here.</summary>
    public ReadOnlyMemory<byte> Plain { get; internal init; }

    /// <summary>The layers, outermost first.</summary>
    public ImmutableArray<LayerSpan> Layers { get; internal init; } = [];

    /// <summary>The data records in order.</summary>
    public ImmutableArray<DataRecord> Records { get; internal init; } = [];

    /// <summary>Offset in <see cref="Plain"/> of manufacturer specific data after the records; -1 when there is none.</summary>
    public int ManufacturerDataOffset { get; internal init; } = -1;

    /// <summary>The signature of a compact frame, as the number of its two bytes, least significant first; null for other frames.</summary>
    public ushort? FormatSignature { get; internal init; }

    /// <summary>True when this telegram taught a format that was not known before.</summary>
    public bool TaughtFormat { get; internal init; }

    /// <summary>The driver for this type of meter; the generic one when there is none.</summary>
    public MeterDriver Driver { get; internal init; } = MeterDriver.Generic;

    /// <summary>The model, for example "flowIQ 2101"; empty when not known.</summary>
    public string Model { get; internal init; } = "";

    /// <summary>The medium in words, for example "cold water".</summary>
    public string Media => Address is { } address ? DeviceType.Media(address.DeviceType) : "unknown";

    /// <summary>The named values, after the driver; names end in their unit, for example <c>total_m3</c>.</summary>
    public ImmutableArray<ReadingField> Fields
    {
        get
        {
            if (fields.IsDefault) ImmutableInterlocked.InterlockedInitialize(ref fields, Driver.Read(this));
            return fields;
        }
    }

    /// <summary>Finds a numeric field.</summary>
    /// <returns>False when the telegram has no such field, or no valid value in it.</returns>
    public bool TryGetDecimal(string name, out decimal value)
    {
        foreach (var field in Fields)
        {
            if (field.Name.Text == name && !field.IsInvalid) return field.Value.TryToDecimal(out value);
        }
        value = 0;
        return false;
    }

    /// <summary>The text of a field, null when the telegram has no such field.</summary>
    public string? GetText(string name)
    {
        foreach (var field in Fields)
        {
            if (field.Name.Text == name) return field.Value.ToString();
        }
        return null;
    }
}
