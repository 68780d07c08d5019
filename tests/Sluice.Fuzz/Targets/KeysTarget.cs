using System.Text;
using Sluice.Imports.Keys;
using Sluice.WMBus.Frames;
using Sluice.WMBus.Security;

namespace Sluice.Fuzz.Targets;

/// <summary>Key files of every kind: an import or an error with a code, never a key in a message.</summary>
internal sealed class KeysTarget : FuzzTarget
{
    private const string Password = "Sluice-Pw";

    private static readonly KeyFileLimits Limits = new() { MaxFileBytes = 1 << 20, MaxUncompressedBytes = 4 << 20, MaxRows = 1000 };

    public KeysTarget()
    {
        KeyEntry[] keys = [.. Enumerable.Range(0, 2).Select(static i => new KeyEntry(new MeterKey(Invented.Serial + (uint)i, Invented.Key, Manufacturer.Parse("KAM"), "a \"b\""), 0, "FLOWIQ 21XX", "02179C0H806", "0100200000000", "VolumeCold"))];
        Seeds = [.. Enum.GetValues<KeyFileFormat>().Select(format => Write(format, keys)).OfType<byte[]>(), [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("serial;key\n90000001;000102030405060708090A0B0C0D0E0F\n")]];
    }

    public override string Name => "keys";

    public override IReadOnlyList<byte[]> Seeds { get; }

    public override int LongestInput => 8000;

    public override IReadOnlyList<byte[]> Words { get; } =
        [.. new[] { "PK\u0001\u0002", "PK\u0003\u0004", "PK\u0005\u0006", "<!DOCTYPE a [<!ENTITY b \"c\">]>", "&b;", "<CipherValue>", "</CipherValue>", "serial", "key", ";", "\"", "\n", "\u00FF\u00FF\u00FF\u00FF", "\0\0\0\0", "\u00FF\u00FE" }.Select(Encoding.Latin1.GetBytes)];

    public override int Run(ReadOnlySpan<byte> input)
    {
        var password = input.Length % 5 == 0 ? null : Password;
        if (KeyFileReader.TryRead(new MemoryStream(input.ToArray()), "keys.bin", password, out var import, out var error, Limits))
        {
            var shown = $"{import}{string.Concat(import.Problems)}{string.Concat(import.Keys)}";
            foreach (var entry in import.Keys) Require(!shown.Contains(Convert.ToHexString(entry.Key.Bytes), StringComparison.OrdinalIgnoreCase), "no key is shown");
            return Mix(1, Mix(import.Keys.Length, import.Problems.Length));
        }
        Require(error.Code is not (KeyFileErrorCode.None or KeyFileErrorCode.Unreadable), error.Message);
        Require(!error.Message.Contains(Password, StringComparison.Ordinal), "no password is shown");
        var state = 2;
        foreach (var c in error.Message.AsSpan(0, Math.Min(error.Message.Length, 60))) state = Mix(state, char.IsAsciiDigit(c) ? '0' : c);
        return state;
    }

    private static byte[]? Write(KeyFileFormat format, KeyEntry[] keys)
    {
        using var stream = new MemoryStream();
        try
        {
            KeyFileWriter.Write(stream, format, keys, format is KeyFileFormat.Kem or KeyFileFormat.Kem2 ? Password : null);
        }
        catch (ArgumentException)
        {
            return null; // not a kind that can be written
        }
        return stream.ToArray();
    }
}
