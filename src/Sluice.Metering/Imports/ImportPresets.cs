namespace Sluice.Metering.Imports;

/// <summary>Mappings that are built in.</summary>
public static class ImportPresets
{
    /// <summary>The mapping that knows every header: what a file is read with when nothing else is said.</summary>
    public const string Auto = "auto";

    /// <summary>The presets of a kind, <see cref="Auto"/> first.</summary>
    public static IReadOnlyList<ImportMapping> Of(ImportKind kind) => kind == ImportKind.Meters ? Meters : Societies;

    /// <summary>A mapping for these headers: what <see cref="Auto"/> finds in them, each field with its one column.</summary>
    public static ImportMapping Suggest(ImportKind kind, IReadOnlyList<string> headers) => new()
    {
        Name = "suggested",
        Columns = Of(kind)[0].Match(headers).ToDictionary(static m => m.Key, m => (IReadOnlyList<string>)[headers[m.Value]]),
    };

    private static IReadOnlyList<ImportMapping> Societies { get; } = [All(ImportKind.Societies)];

    private static IReadOnlyList<ImportMapping> Meters { get; } =
    [
        All(ImportKind.Meters),
        // The names of the owner's meter configurations, and what our own exports write.
        New("sluice", null, [.. ImportKind.Meters.Fields.Select(static f => (f.Name, f.Name == "lat" ? new[] { "lat", "location.lat" } : f.Name == "lng" ? ["lng", "location.lng"] : [f.Name]))]),
        // As societies' offices keep them.
        New("society", null,
            ("serialNumber", ["Meter No", "Meter Number", "Meter Serial No", "Water Meter No"]), ("unit", ["Unit No", "Unit"]), ("towerName", ["Tower", "Block", "Wing"]), ("flatNumber", ["Flat", "Flat No"]),
            ("floor", ["Floor"]), ("flatType", ["Type", "BHK"]), ("place", ["Inlet", "Location"]), ("installationDate", ["Installation Date", "Installed On"]),
            ("residentName", ["Owner", "Owner Name", "Resident", "Name"]), ("residentContact", ["Mobile", "Contact", "Phone", "Email"])),
        // Like the lists the maker's reading program exports.
        New("ready", null,
            ("serialNumber", ["Serial number", "Meter number", "Meter serial number"]), ("manufacturer", ["Manufacturer"]), ("meterType", ["Meter type", "Device type"]), ("unit", ["Address", "Installation address"]),
            ("place", ["Placement", "Location"]), ("installationDate", ["Installation date", "Mounting date"]), ("lat", ["Latitude"]), ("lng", ["Longitude"]), ("status", ["Status"]),
            ("encryptionKey", ["Encryption key", "Key"]), ("residentName", ["Customer name", "Consumer"])),
    ];

    private static ImportMapping All(ImportKind kind) => New(Auto, null, [.. kind.Fields.Select(static f => (f.Name, f.Headers.ToArray()))]);

    private static ImportMapping New(string name, string? dateFormat, params ReadOnlySpan<(string Field, string[] Headers)> columns)
    {
        var all = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var (field, headers) in columns) all.Add(field, headers);
        return new() { Name = name, Columns = all, DateFormat = dateFormat };
    }
}
