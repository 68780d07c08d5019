using System.Text;

namespace Sluice.Reports.Protection;

/// <summary>The streams that tell Office how a package is encrypted. [MS-OFFCRYPTO] 2.1 and 2.3.4.</summary>
internal static class DataSpaces
{
    /// <summary>The streams of a protected file.</summary>
    public static CompoundEntry Around(byte[] encryptionInfo, CompoundContent encryptedPackage) => CompoundEntry.Storage("Root Entry",
        CompoundEntry.Storage("\u0006DataSpaces",
            CompoundEntry.Stream("Version", Version()),
            CompoundEntry.Stream("DataSpaceMap", Map()),
            CompoundEntry.Storage("DataSpaceInfo", CompoundEntry.Stream("StrongEncryptionDataSpace", DataSpace())),
            CompoundEntry.Storage("TransformInfo", CompoundEntry.Storage("StrongEncryptionTransform", CompoundEntry.Stream("\u0006Primary", Transform())))),
        CompoundEntry.Stream("EncryptionInfo", encryptionInfo),
        new("EncryptedPackage", encryptedPackage, []));

    private static byte[] Version() => Bytes(w =>
    {
        Text(w, "Microsoft.Container.DataSpaces");
        for (var i = 0; i < 3; i++) w.Write(1); // reader, updater, writer: 1.0
    });

    private static byte[] Map() => Bytes(w =>
    {
        w.Write(8); // header length
        w.Write(1); // entries
        var entry = Bytes(e =>
        {
            e.Write(1); // reference components
            e.Write(0); // a stream
            Text(e, "EncryptedPackage");
            Text(e, "StrongEncryptionDataSpace");
        });
        w.Write(entry.Length + 4);
        w.Write(entry);
    });

    private static byte[] DataSpace() => Bytes(w =>
    {
        w.Write(8); // header length
        w.Write(1); // transforms
        Text(w, "StrongEncryptionTransform");
    });

    private static byte[] Transform() => Bytes(w =>
    {
        var name = Bytes(n =>
        {
            n.Write(1); // transform type
            Text(n, "{FF9A3F03-56EF-4613-BDD5-5A41C1D07246}");
        });
        w.Write(name.Length + 4);
        w.Write(name);
        Text(w, "Microsoft.Container.EncryptionTransform");
        for (var i = 0; i < 3; i++) w.Write(1); // versions 1.0
        w.Write(0); // no name of an algorithm: the encryption info has it
        w.Write(0); // block size
        w.Write(0); // cipher mode
        w.Write(4); // reserved
    });

    /// <summary>UNICODE-LP-P4: length in bytes, text, padding to four bytes.</summary>
    private static void Text(BinaryWriter writer, string text)
    {
        var bytes = Encoding.Unicode.GetBytes(text);
        writer.Write(bytes.Length);
        writer.Write(bytes);
        writer.Write(new byte[(4 - (bytes.Length % 4)) % 4]);
    }

    private static byte[] Bytes(Action<BinaryWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.Unicode, leaveOpen: true)) write(writer);
        return stream.ToArray();
    }
}
