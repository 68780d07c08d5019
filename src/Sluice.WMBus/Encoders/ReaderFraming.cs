using System.Buffers;
using System.Diagnostics;
using System.Globalization;

namespace Sluice.WMBus.Encoders;

/// <summary>Writes telegrams the way one kind of reader hands them over: the other direction of a receiver.</summary>
/// <remarks>Not thread safe; may keep the reader's own clock between calls.</remarks>
public abstract class ReaderFraming
{
    private static readonly (string Name, Func<ReaderFraming> Create)[] Table =
    [
        ("hex", () => new ReaderFramingHex()),
        ("vw1871", () => new ReaderFramingVw1871()),
        ("rtl-wmbus", () => new ReaderFramingRtlWmbus()),
        ("im871a", () => new ReaderFramingIm871a()),
        ("amb8465", () => new ReaderFramingAmb8465()),
        ("cul", () => new ReaderFramingCul()),
        ("jsonl", () => new ReaderFramingJsonLines()),
    ];

    /// <summary>Names of all readers, as on the command line.</summary>
    public static IReadOnlyList<string> Names { get; } = Array.AsReadOnly(Array.ConvertAll(Table, row => row.Name));

    /// <summary>True when the reader delivers lines of text, false when it delivers binary records.</summary>
    public abstract bool IsText { get; }

    /// <summary>True when the reader hands the frame's own CRC on, so that damage anywhere in it can be seen behind the reader too.</summary>
    public virtual bool KeepsFrameCrc => false;

    /// <summary>Makes the framing of a reader.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">There is no reader of this name.</exception>
    public static ReaderFraming Create(string name)
    {
        foreach (var row in Table) if (row.Name == name) return row.Create();
        throw new ArgumentException($"There is no reader '{name}'; there are {string.Join(", ", Names)}.", nameof(name));
    }

    /// <summary>Writes one telegram with everything the reader says about it.</summary>
    public abstract void Write(in RadioReception reception, IBufferWriter<byte> output);

    /// <summary>Writes what the reader says about its battery; most readers say nothing.</summary>
    /// <param name="millivolts">0 to 9999.</param>
    public virtual void WriteBattery(int millivolts, IBufferWriter<byte> output)
    {
    }

    /// <summary>Writes bytes as upper case hexadecimal digits.</summary>
    /// <returns>Characters written.</returns>
    private protected static int WriteHex(ReadOnlySpan<byte> bytes, Span<byte> destination)
    {
        var fits = Convert.TryToHexString(bytes, destination, out var written);
        Debug.Assert(fits, "The caller has room for the longest telegram.");
        return written;
    }

    /// <summary>Writes a value as invariant text.</summary>
    /// <returns>Characters written.</returns>
    private protected static int WriteText<T>(T value, ReadOnlySpan<char> format, Span<byte> destination)
        where T : IUtf8SpanFormattable
    {
        var fits = value.TryFormat(destination, out var written, format, CultureInfo.InvariantCulture);
        Debug.Assert(fits, "The caller has room for the value.");
        return written;
    }

    /// <summary>Copies a literal.</summary>
    /// <returns>Characters written.</returns>
    private protected static int WriteText(ReadOnlySpan<byte> text, Span<byte> destination)
    {
        text.CopyTo(destination);
        return text.Length;
    }
}
