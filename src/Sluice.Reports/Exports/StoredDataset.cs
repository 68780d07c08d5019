using System.IO.Compression;
using Sluice.Metering.Files;

namespace Sluice.Reports.Exports;

/// <summary>A data set as a folder of the store, so that programs that read object storage find its files.</summary>
internal static class StoredDataset
{
    /// <summary>Puts the files of a ZIP into a folder, then removes those an earlier data set left there.</summary>
    public static async Task PutAsync(IFileStore files, FileName zip, FileName folder, FileLabels labels, CancellationToken ct)
    {
        var kept = new HashSet<string>(StringComparer.Ordinal);
        await using (var content = await files.OpenAsync(zip, ct))
        {
            var archive = await ZipArchive.CreateAsync(content!, ZipArchiveMode.Read, leaveOpen: true, null, ct);
            await using (archive.ConfigureAwait(false))
                foreach (var entry in archive.Entries)
                {
                    var name = FileName.Listed($"{folder.Text}/{entry.FullName}");
                    await using var part = await entry.OpenAsync(ct);
                    await files.PutAsync(name, part, long.MaxValue, ct, labels with { MediaType = "application/vnd.apache.parquet" });
                    kept.Add(name.Text);
                }
        }
        var old = new List<FileName>();
        for (string? next = null; ;)
        {
            var page = await files.ListAsync(folder, next, IFileStore.MaxPage, ct);
            old.AddRange(page.Items.Select(static f => f.Name).Where(n => !kept.Contains(n.Text)));
            if ((next = page.Next) is null) break;
        }
        foreach (var name in old) await files.DeleteAsync(name, ct);
    }
}
