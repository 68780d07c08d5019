using System.Buffers.Binary;

namespace Sluice.Metering.Validation;

public readonly partial record struct MeterHistory
{
    /// <summary>Bytes of a history as stored.</summary>
    public const int Size = 176;

    private const byte Version = 1;

    private const byte WithReading = 1, WithLastSession = 2, WithLastAccess = 4, WithTopSession = 8;

    /// <summary>Writes it, <see cref="Size"/> bytes.</summary>
    public void Write(Span<byte> destination)
    {
        destination[..Size].Clear();
        destination[0] = Version;
        destination[1] = (byte)((HasReading ? WithReading : 0) | (LastSession is null ? 0 : WithLastSession) | (LastAccess is null ? 0 : WithLastAccess) | (TopSession is null ? 0 : WithTopSession));
        destination[2] = LastAccess ?? 0;
        destination[3] = Periods;
        destination[4] = Hourly.Hours;
        destination[5] = Hourly.HoursWithFlow;
        BinaryPrimitives.WriteUInt16LittleEndian(destination[6..], (ushort)Info.Codes);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[8..], Info.Durations);
        BinaryPrimitives.WriteInt32LittleEndian(destination[12..], Hourly.Hour);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[16..], LastSession ?? 0);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[20..], TopSession ?? 0);
        BinaryPrimitives.WriteInt64LittleEndian(destination[24..], LastAtMs);
        BinaryPrimitives.WriteInt64LittleEndian(destination[32..], TopSessionAtMs);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[40..], LastIdentity);
        BinaryPrimitives.WriteInt64LittleEndian(destination[48..], ChangedAtMs);
        BinaryPrimitives.WriteInt64LittleEndian(destination[56..], PeriodAtMs);
        WriteDecimal(destination[64..], LastM3);
        WriteDecimal(destination[80..], PeriodM3);
        WriteDecimal(destination[96..], PerDayM3);
        WriteDecimal(destination[112..], Hourly.StartM3);
        WriteDecimal(destination[128..], Hourly.First);
        WriteDecimal(destination[144..], Hourly.Second);
        WriteDecimal(destination[160..], Hourly.Third);
    }

    /// <summary>Reads what <see cref="Write"/> wrote; empty or unknown bytes give an empty history.</summary>
    public static MeterHistory Read(ReadOnlySpan<byte> source)
    {
        if (source.Length < Size || source[0] != Version) return default;
        var flags = source[1];
        return new()
        {
            HasReading = (flags & WithReading) != 0,
            LastAccess = (flags & WithLastAccess) != 0 ? source[2] : null,
            Periods = source[3],
            Info = new((InfoCodes)BinaryPrimitives.ReadUInt16LittleEndian(source[6..]), BinaryPrimitives.ReadUInt16LittleEndian(source[8..])),
            LastSession = (flags & WithLastSession) != 0 ? BinaryPrimitives.ReadUInt32LittleEndian(source[16..]) : null,
            TopSession = (flags & WithTopSession) != 0 ? BinaryPrimitives.ReadUInt32LittleEndian(source[20..]) : null,
            LastAtMs = BinaryPrimitives.ReadInt64LittleEndian(source[24..]),
            TopSessionAtMs = BinaryPrimitives.ReadInt64LittleEndian(source[32..]),
            LastIdentity = BinaryPrimitives.ReadUInt64LittleEndian(source[40..]),
            ChangedAtMs = BinaryPrimitives.ReadInt64LittleEndian(source[48..]),
            PeriodAtMs = BinaryPrimitives.ReadInt64LittleEndian(source[56..]),
            LastM3 = ReadDecimal(source[64..]),
            PeriodM3 = ReadDecimal(source[80..]),
            PerDayM3 = ReadDecimal(source[96..]),
            Hourly = new()
            {
                Hour = BinaryPrimitives.ReadInt32LittleEndian(source[12..]),
                Hours = source[4],
                HoursWithFlow = source[5],
                StartM3 = ReadDecimal(source[112..]),
                First = ReadDecimal(source[128..]),
                Second = ReadDecimal(source[144..]),
                Third = ReadDecimal(source[160..]),
            },
        };
    }

    private static void WriteDecimal(Span<byte> destination, decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        for (var i = 0; i < 4; i++) BinaryPrimitives.WriteInt32LittleEndian(destination[(4 * i)..], bits[i]);
    }

    private static decimal ReadDecimal(ReadOnlySpan<byte> source)
    {
        Span<int> bits = stackalloc int[4];
        for (var i = 0; i < 4; i++) bits[i] = BinaryPrimitives.ReadInt32LittleEndian(source[(4 * i)..]);
        return new(bits);
    }
}
