using System.IO.Compression;
using System.Text;
using Sluice.Imports.Keys;
using Sluice.WMBus.Frames;
using Sluice.WMBus.Security;

namespace Sluice.Imports.Tests.Keys;

/// <summary>Invented meters and files.</summary>
internal static class KeyFileSamples
{
    public const string Password = "Sluice-Pw";

    /// <summary>Two plain XML documents encrypted with the openssl command, not with our code.</summary>
    public const string OpenSslKem =
        "5itUq5wj/Qn9fKl9MgI2sH7YJjiZ/R2w13sOvHH9RXus2dyC4L3JkllYJDJVjv21gkj2HJkXN5Nmnfw+3p6m5VrV0CyOLcDofn0uEJeI59qsLTDZeg3la7MXzasC2FqOcwUiZMif" +
        "zeTzkLo8MGvY0BGQ4dQBVi10Q+1NOXuGfGEAorhAf5XN6K+e7K7pj0INSJeXsVSabLqgvEG2/ejgSQTzJEh9L5hdjaK2hpglQw1XgN8oH4LsGCb+QaaNmu1ZBE5YUTorMiGpuR1x" +
        "zgc8nO59KjVfxqxE0bMbyKm46YXCkZs0jrkJvAu9TlSmhjYPhP37BcDUozsQrNyKEcGOFAX4TKP1eiKu/ej1+9o3p0Au1oxs3sqaVhzQQe/Tsw7dwtzD4I42gryJA8+3cyOMYOfp" +
        "qHvhbNeaje0+q/RiMrg6NQM7DoO5VXuEqI4ewCsP";

    /// <summary>The password is longer than the 16 bytes that count.</summary>
    public const string OpenSslKem2 =
        "xtmYr56nom5lIYx+fkzQXpE+QMkK24EdfsuAInV1WZvcsovVcp7KliZgykKxeyRLXXFF1XrbrSG/mW9M4ehQcQB8EiHeoM7fYgVfTqXgF+Yoo1/Y+haSrtDmUnDr9SUpcKTfIl4n" +
        "SPi/F8vN+vEvb8aIkHi+p/i8a6w7vlbmXwK6RGz/bt9qlonE9pvv59Xkq/kihKOnSzZPUT8g0pO5Tg==";

    public static KeyEntry Meter(int number, string name = "", string maker = "KAM")
    {
        var key = new byte[16];
        for (var i = 0; i < 16; i++) key[i] = (byte)(((number >> (8 * (i % 4))) + i) & 0xFF);
        Manufacturer? manufacturer = Manufacturer.TryParse(maker, out var m) ? m : null;
        return new(new MeterKey(Convert.ToUInt32($"{90000000 + number}", 16), key, manufacturer, name), 0,
            "FLOWIQ 21XX", "02179C0H806", "0100200000000", "VolumeCold");
    }

    public static IEnumerable<KeyEntry> Meters(int count) => Enumerable.Range(1, count).Select(static i => Meter(i));

    public static byte[] File(KeyFileFormat format, IEnumerable<KeyEntry> keys, string? password = null)
    {
        using var stream = new MemoryStream();
        KeyFileWriter.Write(stream, format, keys, password);
        return stream.ToArray();
    }

    /// <summary>The encrypted XML around a ciphertext.</summary>
    public static byte[] Container(string base64, bool bom = true) =>
        [.. bom ? Encoding.UTF8.GetPreamble() : [], .. Encoding.UTF8.GetBytes(
            $"""
             <?xml version="1.0" encoding="utf-8"?><EncryptedData Type="http://www.w3.org/2001/04/xmlenc#aes128-cbc" xmlns="http://www.w3.org/2001/04/xmlenc#">
             <EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc" /><CipherData><CipherValue>{base64}</CipherValue></CipherData></EncryptedData>
             """)];

    public static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in entries)
            {
                using var part = zip.CreateEntry(name).Open();
                part.Write(content);
            }
        return stream.ToArray();
    }

    public static KeyImport Read(byte[] file, string? password = null, KeyFileLimits? limits = null) =>
        KeyFileReader.Read(new MemoryStream(file), "keys.bin", password, limits);

    public static KeyImport Read(string file, string? password = null) => Read(Encoding.UTF8.GetBytes(file), password);

    public static KeyFileError Fail(byte[] file, string? password = null, KeyFileLimits? limits = null)
    {
        Assert.False(KeyFileReader.TryRead(new MemoryStream(file), "keys.bin", password, out _, out var error, limits));
        Assert.StartsWith("keys.bin: ", error.Message, StringComparison.Ordinal);
        return error;
    }

    public static KeyFileError Fail(string file, string? password = null) => Fail(Encoding.UTF8.GetBytes(file), password);

    /// <summary>One line a key: serial, maker, name and key in full.</summary>
    public static string[] Lines(KeyImport import) =>
        [.. import.Keys.Select(static e => $"{e.Key.Serial:x8} {e.Key.Manufacturer?.ToString() ?? "-"} {e.Key.Name} {Convert.ToHexString(e.Key.Bytes)}")];
}
