using System.Buffers;
using Sluice.WMBus;
using Sluice.WMBus.Receivers;

namespace Sluice.Cli.Decode;

/// <summary>A way to print telegrams.</summary>
internal abstract class DecodeOutput
{
    /// <summary>The output of a name: json, text or csv.</summary>
    /// <exception cref="UsageException">There is no such format.</exception>
    public static DecodeOutput Create(string format) => format switch
    {
        "json" => new JsonOutput(),
        "text" => new TextOutput(),
        "csv" => new CsvOutput(),
        _ => throw new UsageException($"--format: '{format}' is none of json, text, csv."),
    };

    /// <summary>Prints one telegram.</summary>
    public abstract void Write(IBufferWriter<byte> to, DecodedTelegram telegram, in Reception reception, ReadOnlySpan<byte> raw);

    /// <summary>Prints input that is no telegram.</summary>
    public abstract void WriteBadInput(IBufferWriter<byte> to, ReceivedTelegram received, in Reception reception);

    /// <summary>Ends the output.</summary>
    public virtual void Finish(IBufferWriter<byte> to)
    {
    }
}
