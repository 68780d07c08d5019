using System.Text;

namespace Sluice.Imports.Keys;

/// <summary>Which column of a table holds what. A column that is absent is -1.</summary>
internal sealed record TableColumns(int Serial, int Key, int Manufacturer = -1, int Name = -1, int Model = -1, int TypeNumber = -1, int ConfigNumber = -1)
{
    // Header names without case, blanks and punctuation; the better name first, because a sheet may have both "id" and "serial".
    private static readonly string[] SerialNames =
    [
        "serialnumber", "serialno", "serialnr", "serial", "serienummer", "seriennummer", "sn", "meternumber", "meterno", "meternr", "meterserial",
        "meterserialnumber", "zählernummer", "zählernr", "meterid", "devicenumber", "deviceno", "deviceserialnumber", "deviceid", "meter", "id",
    ];

    private static readonly string[] KeyNames =
    [
        "dek", "key", "aeskey", "aes128key", "aes", "encryptionkey", "enckey", "decryptionkey", "meterkey", "keyvalue", "keyhex", "hexkey",
        "schlüssel", "aesschlüssel",
    ];

    private static readonly string[] ManufacturerNames = ["manufacturer", "manufacturerid", "mfct", "mfr", "vendor", "vendorid", "maker", "make", "hersteller"];
    private static readonly string[] NameNames = ["name", "label", "description", "customerdevicenumber", "metername", "flat", "flatnumber", "flatno", "bezeichnung"];
    private static readonly string[] ModelNames = ["model", "devicename", "shortname", "metertype", "devicetype", "type"];
    private static readonly string[] TypeNames = ["typeno", "typenumber"];
    private static readonly string[] ConfigNames = ["configno", "confignumber", "config"];

    /// <summary>Takes the row as a header.</summary>
    /// <returns>Null when it does not name both a serial number and a key.</returns>
    public static TableColumns? FromHeader(IReadOnlyList<string> row)
    {
        var names = row.Select(Normalize).ToArray();
        int Find(string[] wanted) => wanted.Select(w => Array.IndexOf(names, w)).FirstOrDefault(static i => i >= 0, -1);
        var columns = new TableColumns(Find(SerialNames), Find(KeyNames), Find(ManufacturerNames), Find(NameNames),
            Find(ModelNames), Find(TypeNames), Find(ConfigNames));
        return columns.Serial >= 0 && columns.Key >= 0 ? columns : null;
    }

    /// <summary>Takes the row as data of a table without header: serial and key in the first two columns, in either order.</summary>
    /// <returns>Null when the row is not such data.</returns>
    public static TableColumns? FromData(IReadOnlyList<string> row)
    {
        if (row.Count < 2) return null;
        if (IsSerial(row[0]) && IsKey(row[1])) return new(0, 1);
        if (IsKey(row[0]) && IsSerial(row[1])) return new(1, 0);
        return null;
    }

    private static bool IsSerial(string text) => text.Trim() is { Length: >= 1 and <= 8 } t && !t.AsSpan().ContainsAnyExceptInRange('0', '9');

    private static bool IsKey(string text) => WMBus.Security.MeterKey.TryParseHex(text, stackalloc byte[16]);

    private static string Normalize(string header)
    {
        var name = new StringBuilder(header.Length);
        foreach (var c in header)
            if (char.IsLetterOrDigit(c)) name.Append(char.ToLowerInvariant(c));
        return name.ToString();
    }
}
