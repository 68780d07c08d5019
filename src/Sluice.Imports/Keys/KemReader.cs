using System.Security.Cryptography;
using System.Xml;
using Sluice.Imports.Tables;

namespace Sluice.Imports.Keys;

/// <summary>One KEM or KEM2 document: encrypted or already decrypted, read in one pass without holding it.</summary>
internal sealed class KemReader(KeyFileLimits limits, string? password)
{
    private readonly KeyCollector rows = new(limits, "device");
    private int devices;
    private KeyFileFormat? format;
    private bool encrypted;

    public KeyImport ToImport() => rows.ToImport(format ?? KeyFileFormat.Kem, encrypted);

    /// <summary>Reads one document, if it is one.</summary>
    /// <returns>False when the root element is of another kind: nothing was taken then.</returns>
    public bool TryRead(Stream stream)
    {
        using var xml = SafeXml.Open(stream, limits);
        if (!MoveToRoot(xml)) return false;
        if (xml.LocalName == "EncryptedData") ReadEncrypted(xml);
        else if (KemXml.DeviceElement(xml.LocalName) is not null) ReadDevices(xml);
        else return false;
        return true;
    }

    private void ReadDevices(XmlReader xml)
    {
        format ??= KemXml.FormatOf(xml.LocalName);
        devices += KemXml.ReadDevices(xml, devices + 1, rows);
    }

    private void ReadEncrypted(XmlReader xml)
    {
        encrypted = true;
        if (string.IsNullOrEmpty(password))
            throw new KeyFileException(KeyFileErrorCode.PasswordRequired, "the file is encrypted and no password is given");
        while (!(xml.NodeType == XmlNodeType.Element && xml.LocalName == "CipherValue"))
        {
            if (!SafeXml.Next(xml)) throw Damaged("no CipherValue in EncryptedData");
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "EncryptionMethod"
                && xml.GetAttribute("Algorithm") is { } algorithm && !algorithm.EndsWith("#aes128-cbc", StringComparison.Ordinal))
                throw new KeyFileException(KeyFileErrorCode.NotAKeyFile, "the file is not encrypted with AES-128-CBC");
        }
        using var cipher = new Base64ElementStream(xml);
        Decrypt(cipher);
        while (SafeXml.Next(xml)) { }
    }

    private void Decrypt(Base64ElementStream cipher)
    {
        var start = cipher.Peek(16 * 16);
        if (start.Length < 16) throw Damaged("the encrypted part is empty or cut short");
        using var aes = KemPassword.CreateAes(password!);
        if (!KemPassword.Fits(aes, start)) throw new KeyFileException(KeyFileErrorCode.WrongPassword, "the password does not open the file");
        using var decryptor = aes.CreateDecryptor();
        using var plain = new CryptoStream(cipher, decryptor, CryptoStreamMode.Read, leaveOpen: true);
        using var inner = SafeXml.Open(plain, limits);
        try
        {
            if (!MoveToRoot(inner)) throw Damaged("the decrypted part is empty");
            if (KemXml.DeviceElement(inner.LocalName) is null)
                throw new KeyFileException(KeyFileErrorCode.NotAKeyFile, "the decrypted part is not a list of meters, devices or flow sensors");
            ReadDevices(inner);
        }
        catch (XmlException e)
        {
            throw Damaged($"the decrypted part is cut short or corrupt in device {rows.Rows + 1}{SafeXml.At(e)}");
        }
        catch (CryptographicException)
        {
            throw Damaged($"the encrypted part is cut short or corrupt, in device {rows.Rows + 1} or after");
        }
    }

    private static bool MoveToRoot(XmlReader xml)
    {
        while (SafeXml.Next(xml))
            if (xml.NodeType == XmlNodeType.Element) return true;
        return false;
    }

    private static KeyFileException Damaged(string message) => new(KeyFileErrorCode.DamagedKeyFile, message);
}
