using System.Buffers;
using System.Buffers.Binary;

namespace Sluice.Host.Mqtt;

/// <summary>The fixed header of an MQTT packet. MQTT 3.1.1, 2.2.</summary>
/// <param name="First">Kind and flags.</param>
/// <param name="Length">Bytes of the header itself.</param>
/// <param name="Body">Bytes that follow.</param>
internal readonly record struct PacketHeader(byte First, int Length, int Body)
{
    /// <summary>First byte of CONNECT.</summary>
    public const byte Connect = 0x10;

    /// <summary>The longest header.</summary>
    public const int MaxLength = 5;

    /// <summary>Within so many bytes of a PUBLISH are its topic and number.</summary>
    public const int MaxStart = 2 + ushort.MaxValue + 2;

    /// <summary>Bytes of the whole packet.</summary>
    public int Total => Length + Body;

    /// <summary>True for a message.</summary>
    public bool IsPublish => First >> 4 == 3;

    private bool HasNumber => (First & 0b0110) != 0;

    /// <summary>Reads a header; false when it is not complete yet, or none.</summary>
    public static bool TryRead(in ReadOnlySequence<byte> bytes, out PacketHeader header)
    {
        header = default;
        Span<byte> start = stackalloc byte[MaxLength];
        var count = (int)Math.Min(bytes.Length, MaxLength);
        bytes.Slice(0, count).CopyTo(start);
        var length = 0;
        for (var i = 1; i < count; i++)
        {
            length |= (start[i] & 0x7F) << (7 * (i - 1));
            if ((start[i] & 0x80) != 0) continue;
            header = new(start[0], i + 1, length);
            return true;
        }
        return false;
    }

    /// <summary>The body of a PUBLISH with its topic and number, but without properties and payload; empty when it is malformed.</summary>
    public byte[] Emptied(in ReadOnlySequence<byte> body, bool hasProperties)
    {
        Span<byte> length = stackalloc byte[2];
        if (body.Length < 2) return [];
        body.Slice(0, 2).CopyTo(length);
        var keep = 2 + BinaryPrimitives.ReadUInt16BigEndian(length) + (HasNumber ? 2 : 0);
        if (keep > body.Length || keep > Body) return [];
        var emptied = new byte[keep + (hasProperties ? 1 : 0)];   // no properties: their length is 0
        body.Slice(0, keep).CopyTo(emptied);
        return emptied;
    }
}
