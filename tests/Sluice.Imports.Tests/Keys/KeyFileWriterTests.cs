using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using CsvHelper;
using MiniExcelLibs;
using Sluice.Imports.Keys;
using static Sluice.Imports.Tests.Keys.KeyFileSamples;

namespace Sluice.Imports.Tests.Keys;

public sealed class KeyFileWriterTests
{
    private static readonly KeyEntry[] Three = [Meter(1, "Flat \"1\", left"), Meter(2, maker: ""), Meter(3, "#3 <&>")];

    [Theory, InlineData(KeyFileFormat.Kem), InlineData(KeyFileFormat.Kem2), InlineData(KeyFileFormat.Csv), InlineData(KeyFileFormat.Excel)]
    public void What_is_written_is_read(KeyFileFormat format)
    {
        var import = Read(File(format, Three, Password), Password);
        Assert.Equal(format, import.Format);
        Assert.Empty(import.Problems);
        Assert.Equal(Three.Select(Shown), import.Keys.Select(Shown));
        Assert.Equal(File(format, Three, Password), File(format, Three, Password));   // reproducible

        static string Shown(KeyEntry e) =>
            $"{e.Key.Serial:x8} {e.Key.Manufacturer} {e.Key.Name} {Convert.ToHexString(e.Key.Bytes)} {e.Model} {e.TypeNumber} {e.ConfigNumber}";
    }

    [Fact]
    public void Openssl_decrypts_what_is_written()
    {
        using var file = new MemoryStream();
        KemWriter.WriteXml(file, KeyFileFormat.Kem, Three, Password);
        var xml = XDocument.Parse(Encoding.UTF8.GetString(file.ToArray()).TrimStart('\uFEFF'));
        var cipher = Convert.FromBase64String(xml.Descendants().Single(static e => e.Name.LocalName == "CipherValue").Value);
        var key = Convert.ToHexString(Encoding.UTF8.GetBytes(Password)).PadRight(32, '0');
        if (OpenSsl(cipher, "enc", "-d", "-aes-128-cbc", "-K", key, "-iv", key) is not { } plain) return;

        using var expected = new MemoryStream();
        KemWriter.WriteDecrypted(expected, KeyFileFormat.Kem, Three);
        Assert.Equal(Encoding.UTF8.GetString(expected.ToArray()), Encoding.UTF8.GetString(plain));
        Assert.StartsWith("<MetersInOrder orderid=\"\" schemaVersion=\"2.0\"><Meter><MeterNo>", Encoding.UTF8.GetString(plain), StringComparison.Ordinal);
    }

    [Fact]
    public void The_container_has_one_entry_named_like_those_of_the_maker()
    {
        using var zip = new ZipArchive(new MemoryStream(File(KeyFileFormat.Kem, Three, Password)));
        var entry = Assert.Single(zip.Entries);
        Assert.Matches("^[0-9A-F]{32}\\.kem$", entry.Name);
        using var content = entry.Open();
        var head = new byte[3];
        content.ReadExactly(head);
        Assert.Equal([0xEF, 0xBB, 0xBF], head);
    }

    [Fact]
    public void Another_program_reads_the_csv()
    {
        using var csv = new CsvReader(new StreamReader(new MemoryStream(File(KeyFileFormat.Csv, Three))), CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        var names = new List<string?>();
        while (csv.Read()) names.Add($"{csv.GetField("serial")} {csv.GetField("name")}");
        Assert.Equal(["90000001 Flat \"1\", left", "90000002 ", "90000003 #3 <&>"], names);
    }

    [Fact]
    public void Another_program_reads_the_workbook()
    {
        using var stream = new MemoryStream(File(KeyFileFormat.Excel, Three));
        var rows = stream.Query(useHeaderRow: true).Cast<IDictionary<string, object>>().ToList();
        Assert.Equal(["90000001", "90000002", "90000003"], rows.Select(static r => (string)r["serial"]));
        Assert.Equal("Flat \"1\", left", rows[0]["name"]);
    }

    [Fact]
    public void A_file_on_disk_is_for_its_owner_only()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".csv");
        try
        {
            System.IO.File.WriteAllText(path, "was there, readable for all");
            KeyFileWriter.Write(path, KeyFileWriter.FormatOf(path), Three);
            if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(path));
            Assert.True(KeyFiles.TryRead(path, new PasswordSource(), out var import, out _));
            Assert.Equal(3, import.Keys.Length);
        }
        finally
        {
            System.IO.File.Delete(path);
        }
    }

    [Fact]
    public void Misuse_is_told()
    {
        Assert.Throws<ArgumentException>(() => File(KeyFileFormat.Kem, Three));
        Assert.Throws<ArgumentException>(() => File(KeyFileFormat.Unknown, Three));
        Assert.Throws<ArgumentException>(() => File(KeyFileFormat.Csv, [new(new(null, new byte[16]))]));
    }

    private static byte[]? OpenSsl(byte[] input, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("openssl", arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;
            process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
            using var output = new MemoryStream();
            process.StandardOutput.BaseStream.CopyTo(output);
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
            return output.ToArray();
        }
        catch (Win32Exception)
        {
            return null;   // no openssl here
        }
    }
}
