using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using Sluice.WMBus.Frames;

namespace Sluice.Imports.Keys;

/// <summary>Writes KEM and KEM2: XML of devices, encrypted with a password, in XML of its own, usually in a zip file.</summary>
/// <remarks>Streams: nothing but the device at hand is held.</remarks>
public static class KemWriter
{
    private const string XmlEncryption = "http://www.w3.org/2001/04/xmlenc#";

    /// <summary>The usual container: a zip file with one entry.</summary>
    /// <param name="format"><see cref="KeyFileFormat.Kem"/> or <see cref="KeyFileFormat.Kem2"/>.</param>
    public static void WriteZip(Stream stream, KeyFileFormat format, IEnumerable<KeyEntry> keys, string password)
    {
        var entries = keys as IReadOnlyCollection<KeyEntry> ?? [.. keys];
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        var entry = zip.CreateEntry(NameFor(entries) + (format == KeyFileFormat.Kem2 ? ".kem2" : ".kem"), CompressionLevel.Optimal);
        entry.LastWriteTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);   // the earliest a zip file can say: same keys, same file
        using var part = entry.Open();
        WriteXml(part, format, entries, password);
    }

    /// <summary>The encrypted XML without container; UTF-8 with byte order mark, as Kamstrup writes it.</summary>
    public static void WriteXml(Stream stream, KeyFileFormat format, IEnumerable<KeyEntry> keys, string password)
    {
        using var xml = XmlWriter.Create(stream, new() { Encoding = new UTF8Encoding(true), CloseOutput = false });
        xml.WriteStartDocument();
        xml.WriteStartElement("EncryptedData", XmlEncryption);
        xml.WriteAttributeString("Type", XmlEncryption + "aes128-cbc");
        xml.WriteStartElement("EncryptionMethod", XmlEncryption);
        xml.WriteAttributeString("Algorithm", XmlEncryption + "aes128-cbc");
        xml.WriteEndElement();
        xml.WriteStartElement("CipherData", XmlEncryption);
        xml.WriteStartElement("CipherValue", XmlEncryption);
        using (var aes = KemPassword.CreateAes(password))
#pragma warning disable CA5401 // the format fixes the initialisation vector
        using (var encryptor = aes.CreateEncryptor())
#pragma warning restore CA5401
        using (var base64 = new Base64WritingStream(xml))
        using (var cipher = new CryptoStream(base64, encryptor, CryptoStreamMode.Write))
            WriteDecrypted(cipher, format, keys);
        xml.WriteEndDocument();
    }

    /// <summary>What the encrypted part holds: the list of devices as XML.</summary>
    public static void WriteDecrypted(Stream stream, KeyFileFormat format, IEnumerable<KeyEntry> keys)
    {
        using var xml = XmlWriter.Create(stream, new() { Encoding = new UTF8Encoding(false), CloseOutput = false, OmitXmlDeclaration = true });
        if (format == KeyFileFormat.Kem2) WriteDevices(xml, keys);
        else WriteMetersInOrder(xml, keys);
    }

    private static void WriteMetersInOrder(XmlWriter xml, IEnumerable<KeyEntry> keys)
    {
        xml.WriteStartElement("MetersInOrder");
        xml.WriteAttributeString("orderid", "");
        xml.WriteAttributeString("schemaVersion", "2.0");
        foreach (var entry in keys)
        {
            var serial = KeyFileWriter.SerialOf(entry);
            xml.WriteStartElement("Meter");
            xml.WriteElementString("MeterNo", entry.Key.Name is { Length: > 0 } name ? name : serial);
            xml.WriteElementString("SerialNo", serial);
            xml.WriteStartElement("EncKeys");
            xml.WriteElementString("DEK", Convert.ToHexString(entry.Key.Bytes));
            xml.WriteEndElement();
            xml.WriteElementString("MeterName", entry.Model);
            if (entry.Consumption.Length > 0) xml.WriteElementString("ConsumptionType", entry.Consumption);
            xml.WriteElementString("ConfigNo", entry.ConfigNumber);
            xml.WriteElementString("ProgramNo", "");
            xml.WriteElementString("TypeNo", entry.TypeNumber);
            xml.WriteElementString("VendorId", MakerOf(entry));
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private static void WriteDevices(XmlWriter xml, IEnumerable<KeyEntry> keys)
    {
        xml.WriteStartElement("Devices");
        foreach (var entry in keys)
        {
            var serial = KeyFileWriter.SerialOf(entry);
            xml.WriteStartElement("Device");
            xml.WriteElementString("ShortName", entry.Model);
            xml.WriteElementString("ConsumptionTypeName", entry.Consumption);
            xml.WriteElementString("CustomerDeviceNumber", entry.Key.Name is { Length: > 0 } name ? name : serial);
            xml.WriteElementString("SerialNumber", serial);
            xml.WriteElementString("ManufacturerId", MakerOf(entry));
            xml.WriteElementString("ConfigNumber", entry.ConfigNumber);
            xml.WriteElementString("TypeNumber", entry.TypeNumber);
            xml.WriteStartElement("Keys");
            xml.WriteStartElement("Key");
            xml.WriteElementString("Name", "DEK");
            xml.WriteElementString("Value", Convert.ToHexString(entry.Key.Bytes));
            xml.WriteEndElement();
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private static string MakerOf(KeyEntry entry) => entry.Key.Manufacturer is { } maker ? maker.ToString() : "";

    /// <summary>32 hexadecimal digits, where Kamstrup has a random GUID: the same keys give the same name.</summary>
    private static string NameFor(IEnumerable<KeyEntry> keys)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var entry in keys) hash.AppendData(Encoding.ASCII.GetBytes(KeyFileWriter.SerialOf(entry)));
        return Convert.ToHexString(hash.GetHashAndReset().AsSpan(0, 16));
    }

    /// <summary>Writes bytes as base64 text of the current XML element.</summary>
    private sealed class Base64WritingStream(XmlWriter xml) : Stream
    {
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count) => xml.WriteBase64(buffer, offset, count);

        public override void Flush() { }   // flushing the XML in the middle of a base64 group would pad it
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
