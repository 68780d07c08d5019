using Sluice.Imports.Keys;
using static Sluice.Imports.Tests.Keys.KeyFileSamples;

namespace Sluice.Imports.Tests.Keys;

public sealed class PasswordSourceTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => System.IO.File.Delete(path);

    [Fact]
    public void A_file_gives_its_first_line()
    {
        System.IO.File.WriteAllText(path, "Sluice-Pw\r\nmore");
        Assert.True(new PasswordSource(path).TryGet("x", out var password, out _));
        Assert.Equal(Password, password);
    }

    [Fact]
    public void A_missing_or_empty_password_file_is_told()
    {
        Assert.False(new PasswordSource(path).TryGet("x", out _, out var empty));
        Assert.Equal(KeyFileErrorCode.Unreadable, empty!.Code);
        Assert.False(new PasswordSource(path + ".none").TryGet("x", out _, out var missing));
        Assert.Contains("no such file", missing!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_named_variable_that_is_not_set_is_told_and_nobody_is_asked()
    {
        var source = new PasswordSource(environmentVariable: "SLUICE_TEST_NOT_SET", prompt: static _ => "asked");
        Assert.False(source.TryGet("x", out _, out var error));
        Assert.Equal(KeyFileErrorCode.PasswordRequired, error!.Code);
    }

    [Fact]
    public void A_person_is_asked_only_when_the_file_is_encrypted()
    {
        var asked = new List<string>();
        var source = new PasswordSource(prompt: name =>
        {
            asked.Add(name);
            return Password;
        });
        KeyFileWriter.Write(path, KeyFileFormat.Csv, Meters(1));
        Assert.Single(KeyFiles.Load([path], source));
        Assert.Empty(asked);
        KeyFileWriter.Write(path, KeyFileFormat.Kem, Meters(2), Password);
        Assert.Equal(2, KeyFiles.Load([path], source).Count);
        Assert.Equal([Path.GetFileName(path)], asked);
    }

    [Fact]
    public void A_pipe_is_read_and_the_password_asked_for_only_when_needed()
    {
        foreach (var format in new[] { KeyFileFormat.Csv, KeyFileFormat.Kem })
        {
            var asked = 0;
            var source = new PasswordSource(prompt: _ => ++asked == 1 ? Password : null);
            using var zipped = new MemoryStream();
            using (var gzip = new System.IO.Compression.GZipStream(zipped, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
                gzip.Write(File(format, Meters(2), Password));
            zipped.Position = 0;
            using var pipe = new System.IO.Compression.GZipStream(zipped, System.IO.Compression.CompressionMode.Decompress);
            Assert.True(KeyFiles.TryRead(pipe, "-", source, out var import, out _));
            Assert.Equal((2, format == KeyFileFormat.Kem ? 1 : 0), (import.Keys.Length, asked));
        }
    }

    [Fact]
    public void Keys_go_into_a_ring()
    {
        KeyFileWriter.Write(path, KeyFileFormat.Excel, Meters(3));
        var ring = new Sluice.WMBus.Security.KeyRing();
        Assert.True(KeyFiles.TryLoadInto(ring, path, new(), out var import, out _));
        Assert.Equal((3, 3), (ring.Count, import.Keys.Length));
        Assert.False(KeyFiles.TryLoadInto(ring, path + ".none", new(), out _, out var error));
        Assert.Equal((3, KeyFileErrorCode.Unreadable), (ring.Count, error.Code));
    }

    [Fact]
    public void Files_that_cannot_be_opened_are_told()
    {
        Assert.False(KeyFiles.TryRead(path + ".none", new(), out _, out var error));
        Assert.Equal(KeyFileErrorCode.Unreadable, error.Code);
        Assert.False(KeyFiles.TryRead(Path.GetTempPath(), new(), out _, out error));
        Assert.Equal(KeyFileErrorCode.Unreadable, error.Code);
    }
}
