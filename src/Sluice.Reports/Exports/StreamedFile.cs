using System.IO.Pipelines;
using Sluice.Metering.Files;
using Sluice.Reports.Archives;

namespace Sluice.Reports.Exports;

/// <summary>Writes a file straight into the file store: the store reads what a writer writes while it writes, so no more than a buffer is in memory and nothing else on the disk.</summary>
internal static class StreamedFile
{
    /// <summary>Stores what a writer writes; when the writer fails nothing is kept, and its fault is thrown here.</summary>
    /// <param name="files">The store.</param>
    /// <param name="name">The file.</param>
    /// <param name="maxBytes">The most bytes.</param>
    /// <param name="labels">What is said about it.</param>
    /// <param name="write">Writes the file.</param>
    /// <param name="ct">Stops both.</param>
    /// <returns>The file and its SHA-256, lower-case hexadecimal; null when it was larger than allowed.</returns>
    public static async Task<(StoredFile File, string Sha256)?> PutAsync(IFileStore files, FileName name, long maxBytes, FileLabels labels,
        Func<Stream, CancellationToken, Task> write, CancellationToken ct)
    {
        var pipe = new Pipe();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var target = new CheckedStream(pipe.Writer.AsStream(leaveOpen: true));
        await using (target.ConfigureAwait(false))
        {
#pragma warning disable CA2025 // it is awaited below, before the stream is disposed
            var writing = WriteAsync(pipe.Writer, target, write, stop.Token);
#pragma warning restore CA2025
            StoredFile? kept = null;
            try
            {
                await using var content = pipe.Reader.AsStream();
                kept = await files.PutAsync(name, content, maxBytes, ct, labels);
            }
            finally
            {
                if (kept is null) await stop.CancelAsync();
                await writing;
            }
            return kept is null ? null : (kept, target.Sha256());
        }
    }

    /// <summary>A fault goes through the pipe: the store reads it, gives up, and throws it.</summary>
    private static async Task WriteAsync(PipeWriter writer, Stream target, Func<Stream, CancellationToken, Task> write, CancellationToken ct)
    {
        var work = Task.Run(() => write(target, ct), ct);
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await writer.CompleteAsync(work.IsCanceled ? new OperationCanceledException(ct) : work.Exception?.InnerException);
    }
}
