using System.Collections.Immutable;
using System.Globalization;
using Sluice.Imports.Tables;
using Sluice.WMBus.Frames;
using Sluice.WMBus.Security;

namespace Sluice.Imports.Keys;

/// <summary>Checks rows, finds duplicates, and collects what is usable and what is not. No message quotes a field that could hold a key.</summary>
internal sealed class KeyCollector(KeyFileLimits limits, string rowWord)
{
    private readonly ImmutableArray<KeyEntry>.Builder keys = ImmutableArray.CreateBuilder<KeyEntry>();
    private readonly ImmutableArray<KeyProblem>.Builder problems = ImmutableArray.CreateBuilder<KeyProblem>();
    private readonly Dictionary<(uint Serial, Manufacturer? Maker), KeyEntry> byMeter = [];
    private readonly Dictionary<uint, KeyEntry> firstBySerial = [];

    /// <summary>Rows taken so far, good or bad.</summary>
    public int Rows { get; private set; }

    public KeyImport ToImport(KeyFileFormat format, bool encrypted) => new(format, encrypted, keys.ToImmutable(), problems.ToImmutable());

    public void Add(KeyRow row)
    {
        if (++Rows > limits.MaxRows)
            throw new KeyFileException(KeyFileErrorCode.TooLarge, $"more than {limits.MaxRows} {rowWord}s");
        if (!TryParseSerial(row, out var serial)) return;
        var id = serial.ToString("x8", CultureInfo.InvariantCulture);
        Span<byte> key = stackalloc byte[16];
        if (!TryParseKey(row, id, key)) return;
        var entry = new KeyEntry(
            new MeterKey(serial, key, ParseManufacturer(row, id), NameOf(row, id)),
            row.Position,
            SafeText.Clean(row.Model),
            SafeText.Clean(row.TypeNumber),
            SafeText.Clean(row.ConfigNumber),
            SafeText.Clean(row.Consumption));
        key.Clear();
        AddUnlessKnown(entry, id);
    }

    private bool TryParseSerial(KeyRow row, out uint serial)
    {
        serial = 0;
        var text = row.Serial.AsSpan().Trim();
        if (text.IsEmpty)
        {
            Report(row.Position, null, KeyProblemCode.MissingSerial, "no serial number");
            return false;
        }
        // Printed decimal digits are the hexadecimal digits of the address: BCD, EN 13757-7, 7.5.
        if (text.Length <= 8 && !text.ContainsAnyExceptInRange('0', '9'))
        {
            serial = uint.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            return true;
        }
        Report(row.Position, null, KeyProblemCode.InvalidSerial,
            text.ContainsAnyExceptInRange('0', '9')
                ? $"the serial number has characters other than digits ({text.Length} characters); expected 1 to 8 digits"
                : $"the serial number has {text.Length} digits; expected 1 to 8");
        return false;
    }

    private bool TryParseKey(KeyRow row, string id, Span<byte> key)
    {
        var text = row.Key.AsSpan().Trim();
        if (text.IsEmpty)
        {
            Report(row.Position, id, KeyProblemCode.MissingKey, "no key");
            return false;
        }
        if (MeterKey.TryParseHex(text, key)) return true;
        Report(row.Position, id, KeyProblemCode.InvalidKey,
            row.KeyIsNumber
                ? "the key is stored as a number, which loses digits; format the column as text and enter the key again"
                : $"the key has {text.Length} characters and is not 32 hexadecimal digits");
        return false;
    }

    private Manufacturer? ParseManufacturer(KeyRow row, string id)
    {
        var text = row.Manufacturer.AsSpan().Trim();
        if (text.IsEmpty) return null;
        if (text.StartsWith("Kamstrup", StringComparison.OrdinalIgnoreCase)) text = "KAM";
        if (Manufacturer.TryParse(text, out var manufacturer)) return manufacturer;
        Report(row.Position, id, KeyProblemCode.UnknownManufacturer,
            "the manufacturer is not a code of three letters (for example KAM); the key is tried for any maker");
        return null;
    }

    /// <summary>A name that only repeats the serial number is none.</summary>
    private static string NameOf(KeyRow row, string id)
    {
        var name = SafeText.Clean(row.Name);
        return name.TrimStart('0') == id.TrimStart('0') ? "" : name;
    }

    private void AddUnlessKnown(KeyEntry entry, string id)
    {
        var serial = entry.Key.Serial!.Value;
        var maker = entry.Key.Manufacturer;
        // Makers share serial numbers: only the same maker, or one not named, is the same meter.
        var isKnown = maker is null
            ? firstBySerial.TryGetValue(serial, out var earlier)
            : byMeter.TryGetValue((serial, maker), out earlier) || byMeter.TryGetValue((serial, null), out earlier);
        if (!isKnown)
        {
            byMeter.Add((serial, maker), entry);
            firstBySerial.TryAdd(serial, entry);
            keys.Add(entry);
        }
        else if (earlier!.Key.Bytes.SequenceEqual(entry.Key.Bytes))
        {
            Report(entry.Position, id, KeyProblemCode.Duplicate, $"the same meter and key as in {rowWord} {earlier.Position}; merged");
        }
        else
        {
            Report(entry.Position, id, KeyProblemCode.ConflictingKey,
                $"{rowWord} {earlier.Position} and {rowWord} {entry.Position} give different keys for this meter; the one of {rowWord} {earlier.Position} is kept");
        }
    }

    private void Report(int position, string? serial, KeyProblemCode code, string message) =>
        problems.Add(new(position, serial, code, message));
}
