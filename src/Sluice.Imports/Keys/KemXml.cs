using System.Text;
using System.Xml;
using Sluice.Imports.Tables;

namespace Sluice.Imports.Keys;

/// <summary>The XML inside KEM and KEM2 files: one device at a time, nothing kept of a device once its row is handed on.</summary>
internal static class KemXml
{
    /// <summary>The element of one device below a known root; null for a root that is none.</summary>
    public static string? DeviceElement(string root) => root switch
    {
        "MetersInOrder" => "Meter",
        "DevicesInOrder" or "Devices" => "Device",
        "FlowSensorsInOrder" => "FlowSensor",
        _ => null,
    };

    public static KeyFileFormat FormatOf(string root) => root == "Devices" ? KeyFileFormat.Kem2 : KeyFileFormat.Kem;

    /// <summary>Reads all devices; the reader stands on the root element.</summary>
    /// <param name="firstPosition">The number of the first device: counting runs on over the entries of one container.</param>
    /// <returns>How many devices there were.</returns>
    public static int ReadDevices(XmlReader xml, int firstPosition, KeyCollector rows)
    {
        var element = DeviceElement(xml.LocalName);
        var count = 0;
        if (xml.IsEmptyElement) return count;
        while (SafeXml.Next(xml) && !(xml.NodeType == XmlNodeType.EndElement && xml.Depth == 0))
        {
            if (xml.NodeType != XmlNodeType.Element || xml.Depth != 1 || xml.LocalName != element) continue;
            rows.Add(new KemDevice(firstPosition + count).Read(xml));
            count++;
        }
        while (SafeXml.Next(xml)) { }   // what stands after the root must be XML, too: finds a file with a damaged end
        return count;
    }
}

/// <summary>Collects the fields of one device element.</summary>
internal sealed class KemDevice(int position)
{
    private readonly KeyRow row = new() { Position = position };
    private readonly StringBuilder text = new();
    private string meterNumber = "";
    private string keyName = "";
    private string keyValue = "";

    /// <summary>Reads to the end of the device element the reader stands on.</summary>
    public KeyRow Read(XmlReader xml)
    {
        var depth = xml.Depth;
        if (xml.IsEmptyElement) return row;
        var path = new List<string>();
        while (SafeXml.Next(xml) && !(xml.NodeType == XmlNodeType.EndElement && xml.Depth == depth))
        {
            switch (xml.NodeType)
            {
                case XmlNodeType.Element:
                    text.Clear();
                    var level = xml.Depth - depth - 1;
                    path.RemoveRange(level, path.Count - level);
                    path.Add(xml.LocalName);
                    if (IsKey(path)) StartKey(xml);
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                    SafeXml.AppendText(xml, text);
                    break;
                case XmlNodeType.EndElement:
                    path.RemoveRange(xml.Depth - depth, path.Count - (xml.Depth - depth));
                    Field(path, text.ToString().Trim());
                    text.Clear();
                    break;
                default:
                    break;
            }
        }
        if (row.Serial.Length == 0) row.Serial = meterNumber;
        return row;
    }

    private void Field(List<string> path, string value)
    {
        switch (path)
        {
            // KEM
            case ["SerialNo"]: row.Serial = value; break;
            case ["MeterNo"]: row.Name = meterNumber = value; break;
            case ["EncKeys", "DEK"]: row.Key = value; break;
            case ["MeterName"] or ["DeviceName"] or ["ShortName"]: row.Model = value; break;
            case ["ConsumptionType"] or ["ConsumptionTypeName"] or ["DeviceType"]: row.Consumption = value; break;
            case ["ConfigNo"] or ["ConfigNumber"]: row.ConfigNumber = value; break;
            case ["TypeNo"] or ["TypeNumber"]: row.TypeNumber = value; break;
            case ["VendorId"] or ["ManufacturerId"]: row.Manufacturer = value; break;
            // KEM2
            case ["SerialNumber"] or ["DeviceId", "SerialNumber"]: row.Serial = value; break;
            case ["CustomerDeviceNumber"]: row.Name = value; break;
            case ["Keys", "Key", "Name"]: keyName = value; break;
            case ["Keys", "Key", "Value"]: keyValue = value; break;
            case ["Keys", "Key"]:
                if (keyValue.Length == 0) keyValue = value;
                if (keyName.Equals("DEK", StringComparison.OrdinalIgnoreCase)) row.Key = keyValue;
                keyName = keyValue = "";
                break;
            default: break;
        }
    }

    private static bool IsKey(List<string> path) => path is ["Keys", "Key"];

    /// <summary>Two shapes are known: the name and value as child elements, or as attributes.</summary>
    private void StartKey(XmlReader xml)
    {
        keyName = Attribute(xml, "Type") ?? Attribute(xml, "Name") ?? "";
        keyValue = Attribute(xml, "Value") ?? "";
        if (xml.IsEmptyElement) Field(["Keys", "Key"], "");
    }

    private static string? Attribute(XmlReader xml, string name) =>
        xml.GetAttribute(name) is { Length: <= SafeXml.MaxText } value ? value : null;
}
