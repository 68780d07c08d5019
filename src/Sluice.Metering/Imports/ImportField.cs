namespace Sluice.Metering.Imports;

/// <summary>Something a column of a sheet can hold.</summary>
/// <param name="Name">Its name on the wire.</param>
/// <param name="Meaning">What it is and how it is written, for people.</param>
/// <param name="Headers">Headers it is known by, the surest first; compared without case, blanks and punctuation.</param>
public sealed record ImportField(string Name, string Meaning, params IReadOnlyList<string> Headers);

/// <summary>What is imported: the fields there are.</summary>
public sealed class ImportKind
{
    private ImportKind(string name, string key, params ImportField[] fields)
    {
        Name = name;
        Key = key;
        Fields = fields;
    }

    /// <summary>Meters of a society.</summary>
    public static ImportKind Meters { get; } = new("meters", "serialNumber",
        new("serialNumber", "1 to 8 digits as printed on the meter. Needed.",
            "serialNumber", "Meter Serial Number", "Serial No", "Serial", "Meter No", "Meter Number", "Meter Nr", "Meter Serial", "Meter Serial No", "Water Meter No", "Device Number", "Meter ID", "Meter"),
        new("manufacturer", "Three letters, for example KAM; KAM when absent.", "manufacturer", "Maker", "Make", "Vendor", "Mfr"),
        new("meterType", "The model, for example FlowIQ2101.", "meterType", "Meter Model", "Model", "Device Type", "Type of meter"),
        new("towerName", "The tower, block or wing.", "towerName", "Tower", "Block", "Wing", "Building", "Tower No", "Block No", "Tower Name", "Block Name"),
        new("flatNumber", "The flat.", "flatNumber", "Flat", "Flat No", "Flat Number", "Apartment", "Apartment No", "Apt", "House No", "Door No", "Unit"),
        new("unit", "Tower and flat together, for example A-101, B/204, C 3.", "unit", "Unit No", "Unit Number", "Unit Code", "Installation Address", "Address line 1"),
        new("floor", "A whole number; 0, G or Ground is the ground floor.", "floor", "Floor No", "Level"),
        new("flatType", "The kind of flat, for example 2BHK.", "flatType", "Type of flat", "BHK", "Unit Type", "Configuration"),
        new("place", "Which of the flat's meters, for example kitchen.", "place", "Inlet", "Meter Location", "Line", "Point", "Location Name"),
        new("purpose", "FLAT, COMMON_AREA or BULK; FLAT when absent.", "purpose", "Usage", "Meter Purpose", "Category"),
        new("installationDate", "A day; see dateFormat.", "installationDate", "Installed On", "Install Date", "Date of installation", "Installed", "Commissioned"),
        new("lat", "Latitude, degrees.", "lat", "Latitude", "location.lat", "GPS Lat"),
        new("lng", "Longitude, degrees.", "lng", "Longitude", "location.lng", "Long", "Lon", "GPS Long"),
        new("location", "Latitude and longitude together: 12.9716, 77.5946.", "location", "GPS", "Coordinates", "Lat Long"),
        new("status", "ACTIVE, INACTIVE or MAINTENANCE; ACTIVE when absent.", "status", "Meter Status", "State"),
        new("encryptionKey", "32 hexadecimal digits. Goes to the key store and never comes back.", "encryptionKey", "Key", "AES Key", "DEK", "Encryption Key (hex)", "Decryption Key", "Meter Key"),
        new("residentName", "Who lives there.", "residentName", "Resident", "Owner", "Owner Name", "Name of owner", "Tenant", "Occupant", "Customer Name", "Resident Name"),
        new("residentContact", "Mail address or telephone.", "residentContact", "Contact", "Mobile", "Mobile No", "Phone", "Phone No", "Email", "Contact No"));

    /// <summary>Societies of the installation.</summary>
    public static ImportKind Societies { get; } = new("societies", "id",
        new("id", "1 to 40 of a-z, 0-9 and hyphens. Needed.", "id", "Society ID", "societyId", "Code", "Society Code"),
        new("name", "What people call it. Needed for a new one.", "name", "Society", "Society Name"),
        new("address", "Postal address.", "address", "Society Address", "Postal Address"),
        new("timeZone", "IANA time zone; Asia/Kolkata when absent.", "timeZone", "Time Zone", "TZ"),
        new("towers", "Names of towers, separated by commas or semicolons.", "towers", "Tower Names", "Blocks", "Wings"));

    /// <summary><c>meters</c> or <c>societies</c>.</summary>
    public string Name { get; }

    /// <summary>The field no row can do without.</summary>
    public string Key { get; }

    /// <summary>The job's kind.</summary>
    public string Job => $"import.{Name}";

    /// <summary>What a column can hold.</summary>
    public IReadOnlyList<ImportField> Fields { get; }

    /// <summary>The field of that name; null when there is none.</summary>
    public ImportField? Find(string name) => Fields.FirstOrDefault(f => f.Name == name);
}
