using Sluice.WMBus;
using Sluice.WMBus.Receivers;

namespace Sluice.Cli;

/// <summary>A decoder with its input kind and where learned formats are kept.</summary>
internal sealed record TelegramSetup(TelegramDecoder Decoder, ReceiverKind Reader, string? FormatsFile)
{
    private int formatsInFile = Decoder.Formats.Count;

    /// <summary>Writes the formats when new ones were learned, or the file is not there yet. The old file stays whole if writing fails.</summary>
    /// <exception cref="UsageException">The file cannot be written.</exception>
    public void SaveFormats()
    {
        if (FormatsFile is null || (Decoder.Formats.Count == formatsInFile && File.Exists(FormatsFile))) return;
        var temporary = FormatsFile + ".new";
        var count = Decoder.Formats.Count;
        try
        {
            using (var stream = File.Create(temporary)) Decoder.Formats.Save(stream);
            File.Move(temporary, FormatsFile, overwrite: true);
            formatsInFile = count;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--formats: {FormatsFile}: {e.Message}");
        }
    }
}
