using System.Text;
using Sluice.Imports.Keys;
using static Sluice.Imports.Tests.Keys.KeyFileSamples;

namespace Sluice.Imports.Tests.Keys;

/// <summary>Any bytes end in an import or an error with a code, and neither shows a key or the password.</summary>
public sealed class KeyFileFuzzTests
{
    private static readonly KeyFileLimits Limits = new() { MaxFileBytes = 1 << 20, MaxUncompressedBytes = 4 << 20, MaxRows = 1000 };

    public static TheoryData<string> Samples => new(Files.Keys);

    private static readonly Dictionary<string, byte[]> Files = new()
    {
        ["kem zip"] = File(KeyFileFormat.Kem, Meters(3), Password),
        ["kem xml"] = Container(OpenSslKem),
        ["kem2 zip"] = File(KeyFileFormat.Kem2, Meters(3), Password),
        ["kem decrypted"] = Decrypted(KeyFileFormat.Kem),
        ["kem2 decrypted"] = Decrypted(KeyFileFormat.Kem2),
        ["csv"] = File(KeyFileFormat.Csv, [Meter(1, "a \"quoted\", name"), Meter(2)]),
        ["csv utf-16"] = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(File(KeyFileFormat.Csv, Meters(2))))],
        ["excel"] = File(KeyFileFormat.Excel, Meters(3)),
        ["excel stored"] = Stored(File(KeyFileFormat.Excel, Meters(2))),
    };

    [Theory, MemberData(nameof(Samples))]
    public void A_file_cut_at_every_length_is_told_or_read(string sample)
    {
        var file = Files[sample];
        for (var length = 0; length < file.Length; length++) Check(file[..length], Password);
    }

    [Theory, MemberData(nameof(Samples))]
    public void Mutated_files_are_told_or_read(string sample)
    {
        var file = Files[sample];
        var random = new Random(20260101);
        var rounds = int.TryParse(Environment.GetEnvironmentVariable("SLUICE_FUZZ_ROUNDS"), out var r) ? r : 3000;
        for (var round = 0; round < rounds; round++)
        {
            var mutated = Mutate(file, random);
            Check(mutated, Password);
            if (round % 16 == 0) Check(mutated, null);
        }
    }

    [Fact]
    public void Random_bytes_are_told()
    {
        var random = new Random(7);
        string[] heads = ["", "PK\u0003\u0004", "PK\u0005\u0006", "<?xml version=\"1.0\"?>", "<EncryptedData>", "serial,key\n", "\u00FF\u00FE", "\u00D0\u00CF\u0011\u00E0"];
        for (var round = 0; round < 5000; round++)
        {
            var bytes = new byte[random.Next(300)];
            random.NextBytes(bytes);
            Check([.. Encoding.Latin1.GetBytes(heads[round % heads.Length]), .. bytes], Password);
        }
    }

    private static void Check(byte[] file, string? password)
    {
        if (KeyFileReader.TryRead(new MemoryStream(file), "keys.bin", password, out var import, out var error, Limits))
        {
            var shown = $"{import}{string.Join("", import.Problems)}{string.Join("", import.Keys)}";
            Assert.DoesNotContain(Password, shown, StringComparison.Ordinal);
            foreach (var entry in import.Keys) Assert.DoesNotContain(Convert.ToHexString(entry.Key.Bytes), shown, StringComparison.OrdinalIgnoreCase);
        }
        else
        {
            Assert.True(error.Code is not (KeyFileErrorCode.None or KeyFileErrorCode.Unreadable), error.Message);
            Assert.DoesNotContain(Password, error.Message, StringComparison.Ordinal);
            Assert.DoesNotMatch("[0-9A-Fa-f]{16}", error.Message);
        }
    }

    private static byte[] Mutate(byte[] file, Random random)
    {
        var bytes = file.ToList();
        for (var changes = random.Next(1, 6); changes > 0 && bytes.Count > 0; changes--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at)); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 40), bytes.Count - at))); break;
                case 4: bytes[at] = (byte)"<>&\"',;\t\n\r\0]=/"[random.Next(14)]; break;
                default: bytes[at] = random.Next(2) == 0 ? (byte)0xFF : (byte)0; break;
            }
        }
        return [.. bytes];
    }

    private static byte[] Decrypted(KeyFileFormat format)
    {
        using var stream = new MemoryStream();
        KemWriter.WriteDecrypted(stream, format, Meters(3));
        return stream.ToArray();
    }

    /// <summary>The same zip file without compression, so that mutations reach the XML inside.</summary>
    private static byte[] Stored(byte[] zip)
    {
        using var stream = new MemoryStream();
        using (var from = new System.IO.Compression.ZipArchive(new MemoryStream(zip)))
        using (var to = new System.IO.Compression.ZipArchive(stream, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
            foreach (var entry in from.Entries)
            {
                using var source = entry.Open();
                using var target = to.CreateEntry(entry.FullName, System.IO.Compression.CompressionLevel.NoCompression).Open();
                source.CopyTo(target);
            }
        return stream.ToArray();
    }
}
