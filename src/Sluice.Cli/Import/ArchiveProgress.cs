using System.Globalization;
using Sluice.Reports.Archives;

namespace Sluice.Cli.Import;

/// <summary>How far an import came, in a file beside the archive, so that it goes on from there. Without the file it begins anew, which does no harm.</summary>
internal sealed class ArchiveProgress
{
    private readonly string file;
    private readonly string of;

    public ArchiveProgress(string archive, string target, ArchiveManifest manifest)
    {
        file = $"{archive}.progress";
        of = $"{target} {string.Join(' ', manifest.Files.Where(static f => f.Kind == ArchiveKind.Telegrams).Select(static f => f.Sha256))}";
        if (File.Exists(file) && File.ReadAllLines(file) is [var before, var done] && before == of && long.TryParse(done, NumberStyles.None, CultureInfo.InvariantCulture, out var count)) Done = count;
    }

    /// <summary>Telegrams the server has acknowledged.</summary>
    public long Done { get; private set; }

    public void Note(long done)
    {
        Done = done;
        try
        {
            File.WriteAllLines(file, [of, done.ToString(CultureInfo.InvariantCulture)]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A folder that cannot be written: then it begins anew next time.
        }
    }

    public void Forget() => File.Delete(file);
}
